// SPDX-License-Identifier: MIT

import type { Changes, Once } from "../changes.ts";
import type { Chunks } from "../chunks.ts";
import type { Answer, Errno } from "../errno.ts";

export type Family = "inet" | "inet6";

/** An address as text, in the form inet_ntop writes it. */
export interface HostAddress {
  family: Family;
  address: string;
}

export interface Endpoint extends HostAddress {
  port: number;
}

/**
 * An AF_UNIX address, its bytes as Latin-1: "" is a socket without a name, and a name that begins with NUL is an abstract
 * one. The path of a file is from the root.
 */
export interface UnixAddress {
  family: "unix";
  path: string;
  /** The path as its socket was given it, where that was not from the root. */
  given?: string;
}

export type SocketAddress = Endpoint | UnixAddress;

/** The errors of getaddrinfo that a network can report. */
export type LookupError = "EAI_NONAME" | "EAI_AGAIN" | "EAI_FAIL" | "EAI_NODATA" | "EAI_MEMORY" | "EAI_FAMILY";

export type Resolved = { addresses: HostAddress[]; canonical: string } | { error: LookupError };

/** One end of a connection, from the moment it is asked for. */
export interface Connection {
  readonly changed: Changes;
  /** `dead`: no byte moves any more; `error` says why unless it was told already. */
  readonly state: "connecting" | "open" | "dead";
  /** Why the connect failed or the connection died. */
  readonly error: Errno | null;
  readonly local: SocketAddress;
  readonly peer: SocketAddress;
  /** What has arrived and was not read; read it through `consume`. */
  readonly inbox: Chunks;
  /** The host sends no more after what is in the inbox. */
  readonly ended: boolean;
  /** Bytes that send would take now. */
  readonly space: number;
  /** Takes a copy of as much as there is space for and returns how much. */
  send(bytes: Uint8Array): number;
  /** So many bytes left the inbox. */
  consumed(count: number): void;
  /** No more is sent. */
  shutdown(): void;
  setOption(name: string, value: number | [number, number]): void;
  /** What an option of the real socket is; null where there is no telling. Networks without real sockets have none. */
  option?(name: string): Promise<number | null>;
  /** Ends the connection in order: the promise is kept when what was sent has been handed on. */
  close(): Promise<void>;
  /** Ends it at once: what was not delivered is lost and the host sees a reset. */
  abort(): Promise<void>;
}

export interface BindOptions {
  /** SO_REUSEADDR */
  reuse: boolean;
  /** IPV6_V6ONLY */
  only6: boolean;
  /** Nobody asked for this address: a Unix socket has no name then, rather than one of the network's choice. */
  nameless?: boolean;
}

/** A stream socket's own address. */
export interface Bound {
  readonly local: SocketAddress;
  /** Begins to listen, or changes the backlog. */
  listen(backlog: number): Promise<Errno | Listening>;
  /** SO_REUSEADDR was set, or cleared. */
  reuse(on: boolean): void;
  /** Connects from this address. */
  connect(to: SocketAddress, patient?: boolean): Connection;
  release(): void;
}

/** A queue of connections that nobody has accepted yet. */
export interface Listening {
  readonly changed: Changes;
  readonly waiting: number;
  /** Why nobody will connect any more. */
  readonly error?: Errno | null;
  /** The oldest connection, or null while there is none. */
  accept(): Connection | null;
}

export interface Datagram {
  from: SocketAddress;
  /** Where it was sent: a group or a broadcast address, where it was one. */
  to: SocketAddress;
  bytes: Uint8Array;
}

/** Membership in a group: who sends to its address reaches all that have joined. */
export interface Group extends HostAddress {
  joined: boolean;
}

/** What a datagram socket sends and receives by. */
export interface Datagrams {
  readonly changed: Changes;
  readonly local: SocketAddress;
  /** What has arrived and was not taken. */
  readonly first: Datagram | undefined;
  /** A datagram would be taken now, as far as this end can tell. */
  readonly room: boolean;
  /** Whoever serves it gave it up, though the program did nothing: another one may do. */
  readonly lost?: boolean;
  /** Why an earlier datagram was not delivered, told once. */
  takeError(): Errno | null;
  take(): Datagram | undefined;
  /** Hands on one datagram: to `to`, or to the peer. Once `given` up, who waits for room waits no more. */
  send(bytes: Uint8Array, to: SocketAddress | null, how: SendOptions): Promise<Answer>;
  /** From now on only this peer is heard; null for everyone. */
  connect(to: SocketAddress | null): Promise<Answer>;
  member(group: Group): void;
  /** SO_REUSEADDR was set, or cleared. */
  reuse(on: boolean): void;
  /** IP_MULTICAST_ALL: whether it hears what groups get that others have joined. */
  hearAll(on: boolean): void;
  /** SO_RCVBUF: what has arrived beyond that is dropped. */
  limit(bytes: number): void;
  /** The promise is kept when what it took is on its way. */
  release(): Promise<void> | void;
}

export interface SendOptions {
  /** Wait for room; EAGAIN where not. */
  patient: boolean;
  /** IP_MULTICAST_LOOP: the sender's own machine hears it too. */
  loop: boolean;
  /** IP_TTL or IP_MULTICAST_TTL */
  hops: number;
  given?: Once;
}

/** The files that are names of Unix sockets, which all programs of the tab share. */
export interface SocketPaths {
  /** Tells the ones that there are, and from now on what any program makes or removes. */
  watch(told: (path: string, there: boolean) => void): void;
  /** This program removed one, or gave it another path; kept when all the others have been told. */
  moved(path: string, next: string | null): Promise<void>;
}

/** Where connections and names come from: the tunnel, a stock websockify, or the tab itself. */
export interface Network {
  readonly paths?: SocketPaths;
  /** An address for a stream socket; a network where nobody can listen has none. */
  bind(local: SocketAddress, options: BindOptions): Promise<Errno | Bound>;
  /** `patient`: wait where a Unix listener's queue is full, rather than fail with EAGAIN. */
  connect(to: SocketAddress, patient?: boolean): Connection;
  /** Whether others can reach a program that listens at this port; told when it is known. */
  grants?(port: number): Promise<boolean>;
  /** A datagram socket with this address. */
  datagrams(local: SocketAddress, options: BindOptions): Promise<Errno | Datagrams>;
  resolve(host: string, family: Family | "any"): Promise<Resolved>;
  /** The name of an address, or null. */
  reverse(address: HostAddress): Promise<string | null>;
  /** What gethostname says, or null if this network has no opinion. */
  hostname(): Promise<string | null>;
  /** The program goes on after it was suspended until an event: it is another turn of the event loop. */
  resumed?(): void;
  /** The program has ended and closed its sockets. */
  finish(): Promise<void>;
}
