// SPDX-License-Identifier: MIT

import type { Channel } from "../../platform.ts";

const HEADER = 4;
/** A WebSocket that holds so much is busy: what is gathered meanwhile loses no time. */
const BUSY = 65536;

/**
 * What one socket has ready to send. The first bytes of a turn of the event loop go at once; later ones, and all while
 * the WebSocket is busy, are gathered into larger messages, which leave at the turn's end or when full: small messages are
 * dear, and none of this waits for more to come. A WebSocket copies what it is given, so one buffer serves for all.
 */
export class Outbox {
  private frame = new Uint8Array(0);
  private used = 0;
  /** The turn that something was last sent in. */
  private sentIn = -1;
  private scheduled = false;

  constructor(
    private readonly channel: Channel,
    private readonly socket: number,
    /** Payload of one binary message, at most. */
    private readonly largest: () => number,
    private readonly task: (callback: () => void) => void,
    /** Counts the turns that the gateway's messages or the program's waking began: in another one, nothing need be gathered. */
    private readonly turn: () => number,
  ) {}

  /** Copies the bytes; they are sent in order. */
  push(bytes: Uint8Array): void {
    const { buffer } = bytes;
    let at = 0;
    if (bytes.length >= this.largest() && bytes.byteOffset >= HEADER && buffer instanceof ArrayBuffer) {
      this.flush();
      at = this.sendFrom(buffer, bytes.byteOffset, bytes.length);
    }
    this.gather(bytes.subarray(at));
    if (this.used === 0) return;
    if (this.sentIn !== this.turn() && this.channel.bufferedAmount < BUSY) {
      this.flush();
    } else if (!this.scheduled) {
      this.scheduled = true;
      // Not a microtask: a program's every call ends in one.
      this.task(() => {
        this.scheduled = false;
        this.flush();
        this.sentIn = -1;
      });
    }
  }

  /** Sends what was gathered. */
  flush(): void {
    if (this.used === 0) return;
    this.label(this.frame);
    this.channel.send(this.frame.subarray(0, HEADER + this.used));
    this.used = 0;
    this.sentIn = this.turn();
  }

  /** Forgets what was gathered: nothing follows a reset. */
  clear(): void {
    this.used = 0;
  }

  private gather(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + this.largest() - this.used);
      this.reserve(HEADER + this.used + part.length);
      this.frame.set(part, HEADER + this.used);
      this.used += part.length;
      at += part.length;
      if (this.used === this.largest()) this.flush();
    }
  }

  /**
   * Sends full messages from where the bytes are; the four before each are the header's for the moment of the call. How
   * many bytes they have.
   */
  private sendFrom(buffer: ArrayBuffer, start: number, length: number): number {
    const largest = this.largest();
    let at = 0;
    for (; at + largest <= length; at += largest) {
      const message = new Uint8Array(buffer, start + at - HEADER, HEADER + largest);
      const before = message.slice(0, HEADER);
      this.label(message);
      try {
        this.channel.send(message);
      } finally {
        message.set(before);
      }
    }
    return at;
  }

  private label(message: Uint8Array): void {
    new DataView(message.buffer, message.byteOffset).setUint32(0, this.socket, true);
  }

  private reserve(size: number): void {
    if (this.frame.length >= size) return;
    const larger = new Uint8Array(Math.min(HEADER + this.largest(), Math.max(size, 4096, 2 * this.frame.length)));
    larger.set(this.frame.subarray(0, HEADER + this.used));
    this.frame = larger;
  }
}
