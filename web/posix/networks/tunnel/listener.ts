// SPDX-License-Identifier: MIT

import { Changes } from "../../changes.ts";
import type { Errno } from "../../errno.ts";
import type { Connection, Endpoint, Listening } from "../network.ts";
import type { TunnelStream } from "./stream.ts";

/** A listening socket at a port of the gateway. */
export class TunnelListener implements Listening {
  readonly changed = new Changes();
  error: Errno | null = null;
  private readonly queue: TunnelStream[] = [];

  constructor(
    readonly local: Endpoint,
    private readonly taken: (socket: number) => void,
  ) {}

  get waiting(): number {
    return this.queue.length;
  }

  accept(): Connection | null {
    const stream = this.queue.shift();
    if (!stream) return null;
    this.taken(stream.number);
    return stream;
  }

  incoming(stream: TunnelStream): void {
    this.queue.push(stream);
    this.changed.notify();
  }

  /** The link is gone. */
  failed(error: Errno): void {
    this.error = error;
    this.changed.notify();
  }

  /** Nobody will accept what still waits. */
  abandon(): void {
    for (const stream of this.queue.splice(0)) void stream.abort();
  }
}
