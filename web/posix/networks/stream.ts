// SPDX-License-Identifier: MIT

import { Changes } from "../changes.ts";
import { Chunks } from "../chunks.ts";
import type { Errno } from "../errno.ts";
import { unspecified } from "./address.ts";
import type { Connection, SocketAddress } from "./network.ts";

/** What the connections of every network have in common: state, addresses, and what has arrived. */
export abstract class Stream<Address extends SocketAddress = SocketAddress> implements Connection {
  readonly changed = new Changes();
  readonly inbox = new Chunks();
  state: "connecting" | "open" | "dead" = "connecting";
  error: Errno | null = null;
  ended = false;
  local: Address;

  constructor(readonly peer: Address) {
    this.local = unspecified(peer.family) as Address;
  }

  abstract get space(): number;
  abstract send(bytes: Uint8Array): number;
  abstract consumed(count: number): void;
  abstract shutdown(): void;
  abstract setOption(name: string, value: number | [number, number]): void;
  abstract close(): Promise<void>;
  abstract abort(): Promise<void>;

  opened(local?: Address): void {
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
