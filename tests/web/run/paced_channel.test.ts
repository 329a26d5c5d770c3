// SPDX-License-Identifier: MIT

import { beforeEach, expect, it } from "vitest";
import { PacedChannel, type StreamClass } from "../../../web/run/paced_channel.ts";
import { settled, text } from "../posix/platform.ts";

/** A WebSocketStream whose other end is the test. */
class ScriptedStream {
  static last: ScriptedStream;
  readonly written: unknown[] = [];
  /** Lets the network take the message that it was given last. */
  take: () => void = () => {};
  from!: ReadableStreamDefaultController<unknown>;
  readonly closes: unknown[] = [];
  private over: (how: { closeCode: number; reason: string }) => void = () => {};
  readonly opened: Promise<{ readable: ReadableStream<unknown>; writable: WritableStream<unknown> }>;
  readonly closed = new Promise<{ closeCode: number; reason: string }>((resolve) => {
    this.over = resolve;
  });

  constructor() {
    ScriptedStream.last = this;
    const start = (controller: ReadableStreamDefaultController<unknown>) => {
      this.from = controller;
    };
    const readable = new ReadableStream<unknown>({ start });
    const write = (message: unknown) => {
      this.written.push(message);
      return new Promise<void>((resolve) => {
        this.take = resolve;
      });
    };
    this.opened = Promise.resolve({ readable, writable: new WritableStream({ write }) });
  }

  close(how?: unknown): void {
    this.closes.push(how);
    if (this.closes.length > 1) return;
    this.from.close();
    this.over({ closeCode: 1000, reason: "" });
  }
}

let channel: PacedChannel;
let stream: ScriptedStream;
let end: { code: number } | null;

beforeEach(async () => {
  channel = new PacedChannel(ScriptedStream as unknown as StreamClass, "ws://proxy.test/", ["binary"]);
  stream = ScriptedStream.last;
  end = null;
  channel.onclose = (event) => {
    end = event;
  };
  await settled();
});

it("is closed when everything that it was given to send is written", async () => {
  channel.send(text("one"));
  channel.send(text("two"));
  channel.close(1000);
  await settled();
  expect(stream.closes).toEqual([]);
  stream.take();
  await settled();
  expect([stream.written.length, stream.closes.length]).toEqual([2, 0]);
  stream.take();
  await settled();
  expect(stream.closes).toEqual([{ closeCode: 1000, reason: "" }]);
  expect([end, channel.bufferedAmount]).toEqual([{ code: 1000, reason: "" }, 0]);
});

it("is closed at once where nothing waits, and where what waits is given up", async () => {
  channel.send(text("one"));
  channel.send(text("two"));
  channel.abort();
  expect(stream.closes).toHaveLength(1);
  await settled();
  expect(end).toEqual({ code: 1000, reason: "" });
});

it("is not held any more once it is closing, and comes to its end with much that nobody read", async () => {
  channel.onmessage = () => channel.hold(true);
  for (let piece = 0; piece < 3; piece++) stream.from.enqueue(new Uint8Array(1 << 16));
  await settled();
  channel.close(1000);
  await settled();
  expect(end).toEqual({ code: 1000, reason: "" });
});

it("that the server closed while it was held ends when the program does", async () => {
  let messages = 0;
  channel.onmessage = () => {
    messages++;
    channel.hold(true);
  };
  for (let piece = 0; piece < 3; piece++) stream.from.enqueue(new Uint8Array(1 << 16));
  stream.close();
  await settled();
  expect([messages, end]).toEqual([1, null]);
  channel.close(1000);
  await settled();
  expect([messages, end]).toEqual([3, { code: 1000, reason: "" }]);
});
