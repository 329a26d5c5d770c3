// SPDX-License-Identifier: MIT

import type { Channel } from "../posix/index.ts";

/** As much of a WebSocketStream as is needed; TypeScript's library has none yet. */
interface Stream {
  readonly opened: Promise<{ readable: ReadableStream<unknown>; writable: WritableStream<unknown> }>;
  readonly closed: Promise<{ closeCode?: number; reason?: string }>;
  close(how?: { closeCode?: number; reason?: string }): void;
}

export type StreamClass = new (url: string, options: { protocols: string[] }) => Stream;

/** A WebSocketStream as a channel: what is not read stays with the other end. */
export class PacedChannel implements Channel {
  binaryType = "arraybuffer";
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  private readonly stream: Stream;
  private writer: WritableStreamDefaultWriter<unknown> | null = null;
  private resume: (() => void) | null = null;
  private held: Promise<void> | null = null;
  /** How it is to be closed once what was sent is written: the stream itself takes one message at a time. */
  private closing: { closeCode?: number; reason?: string } | null = null;

  constructor(kind: StreamClass, url: string, protocols: string[]) {
    this.stream = new kind(url, { protocols });
    void this.run();
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (!this.writer || this.closing) return;
    const size = data.length;
    this.bufferedAmount += size;
    const sent = () => {
      this.bufferedAmount -= size;
      this.closeWhenWritten();
    };
    this.writer.write(data).then(sent, sent);
  }

  close(code?: number, reason = ""): void {
    this.hold(false);
    this.closing ??= code === undefined ? {} : { closeCode: code, reason };
    this.closeWhenWritten();
  }

  abort(): void {
    this.hold(false);
    this.closing ??= {};
    this.stream.close();
  }

  hold(held: boolean): void {
    if (!held) {
      this.resume?.();
      this.held = this.resume = null;
    } else if (!this.closing) {
      this.held ??= new Promise((resolve) => {
        this.resume = resolve;
      });
    }
  }

  private closeWhenWritten(): void {
    if (this.closing && this.bufferedAmount === 0) this.stream.close(this.closing);
  }

  private async run(): Promise<void> {
    const closed = this.stream.closed.catch(() => ({}) as { closeCode?: number; reason?: string });
    try {
      const { readable, writable } = await this.stream.opened;
      this.writer = writable.getWriter();
      this.onopen?.();
      const reader = readable.getReader();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        const { value } = piece;
        this.onmessage?.({ data: value instanceof Uint8Array ? value.slice().buffer : value });
        await this.held;
      }
    } catch {
      // It was refused, or broke: closed tells.
    }
    const { closeCode = 1006, reason = "" } = await closed;
    this.onclose?.({ code: closeCode, reason });
  }
}
