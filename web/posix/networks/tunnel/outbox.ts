// SPDX-License-Identifier: MIT

import type { Channel } from "../../platform.ts";

const HEADER = 4;

/**
 * What one socket has ready to send. The first bytes go at once; while the WebSocket still holds some, later ones are
 * gathered into larger messages, which leave at the end of this turn of the event loop or when full: small messages
 * are dear, and none of this waits for more to come. A WebSocket copies what it is given, so one buffer serves for all.
 */
export class Outbox {
  private frame = new Uint8Array(0);
  private used = 0;
  private scheduled = false;

  constructor(
    private readonly channel: Channel,
    private readonly socket: number,
    /** Payload of one binary message, at most. */
    private readonly largest: () => number,
    private readonly task: (callback: () => void) => void,
  ) {}

  /** Copies the bytes; they are sent in order. */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + this.largest() - this.used);
      this.reserve(HEADER + this.used + part.length);
      this.frame.set(part, HEADER + this.used);
      this.used += part.length;
      at += part.length;
      if (this.used === this.largest()) this.flush();
    }
    if (this.used === 0) return;
    if (this.channel.bufferedAmount === 0) {
      this.flush();
    } else if (!this.scheduled) {
      this.scheduled = true;
      // Not a microtask: a program's every call ends in one.
      this.task(() => {
        this.scheduled = false;
        this.flush();
      });
    }
  }

  /** Sends what was gathered. */
  flush(): void {
    if (this.used === 0) return;
    new DataView(this.frame.buffer).setUint32(0, this.socket, true);
    this.channel.send(this.frame.subarray(0, HEADER + this.used));
    this.used = 0;
  }

  /** Forgets what was gathered: nothing follows a reset. */
  clear(): void {
    this.used = 0;
  }

  private reserve(size: number): void {
    if (this.frame.length >= size) return;
    const larger = new Uint8Array(Math.min(HEADER + this.largest(), Math.max(size, 4096, 2 * this.frame.length)));
    larger.set(this.frame.subarray(0, HEADER + this.used));
    this.frame = larger;
  }
}
