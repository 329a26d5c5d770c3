// SPDX-License-Identifier: MIT
// What a program and the tab's broker tell each other, over one port a program. Data never takes this way: a connection
// has a port of its own between its two programs.

import type { Errno } from "../../errno.ts";
import type { BindOptions, Endpoint } from "../network.ts";

/** The part of a MessagePort that is used: a test puts a pair of its own in its place. */
export interface Port {
  onmessage: ((event: { data: unknown; ports?: readonly Port[] }) => void) | null;
  postMessage(message: unknown, transfer?: unknown[]): void;
  close(): void;
}

/** `id` is the program's: the answer names it. `socket` is a bound socket, by the number that the answer to bind gave. */
export type ToBroker =
  | { type: "bind"; id: number; local: Endpoint; options: BindOptions }
  | { type: "listen"; id: number; socket: number; backlog: number }
  | { type: "connect"; id: number; to: Endpoint; socket: number | null }
  /** The connect is not waited for any more. */
  | { type: "abandon"; id: number }
  /** One connection left the queue of this listener. */
  | { type: "accepted"; socket: number }
  /** The socket was closed: its port is free, its queue is gone. */
  | { type: "release"; socket: number };

export type FromBroker =
  | { type: "bound"; id: number; socket: number; local: Endpoint }
  | { type: "listening"; id: number }
  /** The connection's port comes with it. */
  | { type: "connected"; id: number; local: Endpoint }
  | { type: "failed"; id: number; error: Errno }
  /** A connection for this listener's queue; its port comes with it. */
  | { type: "arrived"; socket: number; local: Endpoint; peer: Endpoint };
