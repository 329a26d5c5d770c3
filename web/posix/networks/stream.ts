// SPDX-License-Identifier: MIT

import { Changes } from "../changes.ts";
import { Chunks } from "../chunks.ts";
import type { Errno } from "../errno.ts";
import type { Connection, Endpoint } from "./network.ts";

/** What the connections of every network have in common: state, addresses, and what has arrived. */
export abstract class Stream implements Connection {
  readonly changed = new Changes();
  readonly inbox = new Chunks();
  state: "connecting" | "open" | "dead" = "connecting";
  error: Errno | null = null;
  ended = false;
  local: Endpoint;

  constructor(readonly peer: Endpoint) {
    this.local = { family: peer.family, address: peer.family === "inet" ? "0.0.0.0" : "::", port: 0 };
  }

  abstract get space(): number;
  abstract send(bytes: Uint8Array): number;
  abstract consumed(count: number): void;
  abstract shutdown(): void;
  abstract setOption(name: string, value: number | [number, number]): void;
  abstract close(): Promise<void>;
  abstract abort(): Promise<void>;

  opened(local?: Endpoint): void {
    if (local) this.local = local;
    this.state = "open";
    this.changed.notify();
  }

  received(bytes: Uint8Array): void {
    this.inbox.push(bytes);
    this.changed.notify();
  }

  /** The host sends no more. */
  finished(): void {
    this.ended = true;
    this.changed.notify();
  }

  /** Both directions are dead; data that arrived before can still be read. */
  failed(error: Errno | null): void {
    if (this.state === "dead") return;
    this.state = "dead";
    this.error = error;
    this.ended = true;
    this.changed.notify();
  }
}
