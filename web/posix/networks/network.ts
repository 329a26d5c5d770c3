// SPDX-License-Identifier: MIT

import type { Changes } from "../changes.ts";
import type { Chunks } from "../chunks.ts";
import type { Errno } from "../errno.ts";

export type Family = "inet" | "inet6";

/** An address as text, in the form inet_ntop writes it. */
export interface HostAddress {
  family: Family;
  address: string;
}

export interface Endpoint extends HostAddress {
  port: number;
}

/** The errors of getaddrinfo that a network can report. */
export type LookupError = "EAI_NONAME" | "EAI_AGAIN" | "EAI_FAIL" | "EAI_NODATA" | "EAI_MEMORY" | "EAI_FAMILY";

export type Resolved = { addresses: HostAddress[]; canonical: string } | { error: LookupError };

/** One end of a TCP connection, from the moment it is asked for. */
export interface Connection {
  readonly changed: Changes;
  /** `dead`: no byte moves any more; `error` says why unless it was told already. */
  readonly state: "connecting" | "open" | "dead";
  /** Why the connect failed or the connection died. */
  readonly error: Errno | null;
  readonly local: Endpoint;
  readonly peer: Endpoint;
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
}

/** A socket's own address. */
export interface Bound {
  readonly local: Endpoint;
  /** Begins to listen, or changes the backlog. */
  listen(backlog: number): Promise<Errno | Listening>;
  release(): void;
}

/** A queue of connections that nobody has accepted yet. */
export interface Listening {
  readonly changed: Changes;
  readonly waiting: number;
  /** The oldest connection, or null while there is none. */
  accept(): Connection | null;
}

/** Where connections and names come from: the tunnel, a stock websockify, or the tab itself. */
export interface Network {
  /** An address for a socket; a network where nobody can listen has none. */
  bind(local: Endpoint, options: BindOptions): Promise<Errno | Bound>;
  connect(to: Endpoint): Connection;
  resolve(host: string, family: Family | "any"): Promise<Resolved>;
  /** The name of an address, or null. */
  reverse(address: HostAddress): Promise<string | null>;
  /** What gethostname says, or null if this network has no opinion. */
  hostname(): Promise<string | null>;
  /** The program has ended and closed its sockets. */
  finish(): Promise<void>;
}
