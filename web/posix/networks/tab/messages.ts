// SPDX-License-Identifier: MIT
// What a program and the tab's broker tell each other, over one port a program. A stream's data never takes this way: it
// has a port of its own between its two programs. Datagrams do, since the broker alone knows who receives them.

import type { Errno } from "../../errno.ts";
import type { BindOptions, SocketAddress } from "../network.ts";

/** The part of a MessagePort that is used: a test puts a pair of its own in its place. */
export interface Port {
  onmessage: ((event: { data: unknown; ports?: readonly Port[] }) => void) | null;
  postMessage(message: unknown, transfer?: unknown[]): void;
  close(): void;
}

export type SocketKind = "stream" | "datagram";

/** `id` is the program's: the answer names it. `socket` is a bound socket, by the number that the answer to bind gave. */
export type ToBroker =
  | { type: "bind"; id: number; kind: SocketKind; local: SocketAddress; options: BindOptions }
  | { type: "listen"; id: number; socket: number; backlog: number }
  /** `socket` to connect from, where it has an address; impatient ones fail where a Unix listener's queue is full. */
  | { type: "connect"; id: number; to: SocketAddress; socket: number | null; patient: boolean }
  /** The answer is not waited for any more. */
  | { type: "abandon"; id: number }
  /** One connection left the queue of this listener. */
  | { type: "accepted"; socket: number }
  /** This end of a connection has told the other that it is over. */
  | { type: "left"; end: number }
  /** A datagram, to the socket's peer where no address is given. */
  | {
      type: "send";
      id: number;
      socket: number;
      to: SocketAddress | null;
      bytes: ArrayBuffer;
      patient: boolean;
      loop: boolean;
      hops: number;
    }
  /** The only peer of a datagram socket from now on, or none. */
  | { type: "peer"; id: number; socket: number; to: SocketAddress | null }
  /** A datagram of so many bytes left the queue of this socket. */
  | { type: "taken"; socket: number; bytes: number }
  | { type: "room"; socket: number; bytes: number }
  | { type: "reuse"; socket: number; on: boolean }
  | { type: "all"; socket: number; on: boolean }
  | { type: "group"; socket: number; address: string; joined: boolean }
  /** The socket was closed: its port or name is free, its queue is gone. */
  | { type: "release"; socket: number }
  /** A Unix socket's file was removed, or has another path. */
  | { type: "path"; id: number; path: string; next: string | null }
  /** Which host has this name, or this address? */
  | { type: "host"; id: number; name: string }
  | { type: "host"; id: number; address: string };

export type FromBroker =
  | { type: "bound"; id: number; socket: number; local: SocketAddress }
  | { type: "listening"; id: number }
  /** The connection's port comes with it; `end` is this end's number. */
  | { type: "connected"; id: number; end: number; local: SocketAddress; peer: SocketAddress }
  | { type: "failed"; id: number; error: Errno }
  /** A connection for this listener's queue; its port comes with it. */
  | { type: "arrived"; socket: number; end: number; local: SocketAddress; peer: SocketAddress }
  /** The program at the other end of this connection is no more. */
  | { type: "gone"; end: number }
  | { type: "sent"; id: number }
  | { type: "moved"; id: number }
  /** The address or the name that was asked for, or null. */
  | { type: "host"; id: number; found: string | null }
  | { type: "peered"; id: number; local: SocketAddress }
  | { type: "datagram"; socket: number; from: SocketAddress; to: SocketAddress; bytes: ArrayBuffer }
  /** Nobody has the port that an earlier datagram of this socket was sent to. */
  | { type: "unreachable"; socket: number }
  /** There is a Unix socket's file at this path now, or no more. */
  | { type: "path"; path: string; there: boolean };
