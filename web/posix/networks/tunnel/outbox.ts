// SPDX-License-Identifier: MIT

import type { Channel } from "../../platform.ts";

/** Payload of one binary message of the tunnel, at most. */
export const LARGEST_MESSAGE = 65536;
const HEADER = 4;

/**
 * What one socket has ready to send. The first bytes go at once; while the WebSocket still holds some, later ones are
 * gathered into larger messages, which leave at the end of this turn of the event loop or when full: small messages
 * are dear, and none of this waits for more to come.
 */
export class Outbox {
  private frame: Uint8Array<ArrayBuffer> | null = null;
  private used = 0;
  private scheduled = false;

  constructor(
    private readonly channel: Channel,
    private readonly socket: number,
  ) {}

  /** Copies the bytes; they are sent in order. */
  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      this.frame ??= new Uint8Array(HEADER + Math.min(LARGEST_MESSAGE, Math.max(bytes.length - at, 4096)));
      let room = this.frame.length - this.used - HEADER;
      if (room === 0 || (room < bytes.length - at && this.frame.length < HEADER + LARGEST_MESSAGE)) {
        this.grow(bytes.length - at);
        room = this.frame.length - this.used - HEADER;
      }
      const part = bytes.subarray(at, at + room);
      this.frame.set(part, HEADER + this.used);
      this.used += part.length;
      at += part.length;
      if (this.used === LARGEST_MESSAGE) this.flush();
    }
    if (this.used === 0) return;
    if (this.channel.bufferedAmount === 0) {
      this.flush();
    } else if (!this.scheduled) {
      this.scheduled = true;
      Promise.resolve().then(() => {
        this.scheduled = false;
        this.flush();
      });
    }
  }

  /** Sends what was gathered. */
  flush(): void {
    if (!this.frame || this.used === 0) return;
    new DataView(this.frame.buffer).setUint32(0, this.socket, true);
    this.channel.send(this.frame.subarray(0, HEADER + this.used));
    this.frame = null;
    this.used = 0;
  }

  /** Forgets what was gathered: nothing follows a reset. */
  clear(): void {
    this.frame = null;
    this.used = 0;
  }

  private grow(more: number): void {
    const size = Math.min(LARGEST_MESSAGE, Math.max(2 * this.used, this.used + more));
    const larger = new Uint8Array(HEADER + size);
    larger.set((this.frame as Uint8Array).subarray(0, HEADER + this.used));
    this.frame = larger;
  }
}
