// SPDX-License-Identifier: MIT

import { Changes } from "../changes.ts";
import { Chunks } from "../chunks.ts";
import type { Errno } from "../errno.ts";
import { unspecified } from "./address.ts";
import type { Connection, SocketAddress } from "./network.ts";

/** A connection that was refused before anything was sent. */
export class FailedConnection implements Connection {
  readonly changed = new Changes();
  readonly state = "dead";
  readonly inbox = new Chunks();
  readonly ended = true;
  readonly space = 0;
  readonly local: SocketAddress;

  constructor(
    readonly peer: SocketAddress,
    readonly error: Errno,
  ) {
    this.local = unspecified(peer.family);
  }

  send(): number {
    return 0;
  }
  consumed(): void {}
  shutdown(): void {}
  setOption(): void {}
  async close(): Promise<void> {}
  async abort(): Promise<void> {}
}
