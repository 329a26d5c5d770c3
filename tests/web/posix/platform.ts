// SPDX-License-Identifier: MIT
// A platform for tests: time that the test moves, and WebSockets whose other end the test plays.

import type { Changes } from "../../../web/posix/changes.ts";
import type { Body, Channel, Platform } from "../../../web/posix/platform.ts";

/** The page's end of a WebSocket; the test is the server. */
export class ScriptedChannel implements Channel {
  binaryType = "";
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly control: Record<string, unknown>[] = [];
  readonly frames: Uint8Array[] = [];
  closedWith: number | undefined;
  held = false;

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {}

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (typeof data === "string") {
      this.control.push(JSON.parse(data));
    } else {
      this.frames.push(data.slice());
      this.bufferedAmount += data.length;
    }
  }

  hold(held: boolean): void {
    this.held = held;
  }

  close(code?: number): void {
    if (code !== undefined && code !== 1000 && (code < 3000 || code > 4999)) {
      throw new DOMException(`The close code must be 1000 or 3000 to 4999, not ${code}.`, "InvalidAccessError");
    }
    this.closedWith = code;
    queueMicrotask(() => this.onclose?.({ code: code ?? 1005, reason: "" }));
  }

  /** A control message from the gateway. */
  tell(control: Record<string, unknown>): void {
    this.onmessage?.({ data: JSON.stringify(control) });
  }

  /** Bytes of a socket from the gateway, each in a message of its own: nothing is neatly packaged. */
  bytes(socket: number, data: Uint8Array): void {
    for (const byte of data) {
      const frame = new Uint8Array(5);
      new DataView(frame.buffer).setUint32(0, socket, true);
      frame[4] = byte;
      this.onmessage?.({ data: frame.buffer });
    }
  }

  types(): unknown[] {
    return this.control.map((each) => each.type);
  }
}

/** The page's end of an answer's body; the test is the server. */
export class ScriptedBody implements Body {
  closed = false;
  private readonly pieces: (Uint8Array | null)[] = [];
  private wake: () => void = () => {};

  constructor(
    readonly place: string,
    readonly content: string,
  ) {}

  async read(): Promise<Uint8Array | null> {
    while (this.pieces.length === 0) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.pieces.shift() ?? null;
  }

  close(): void {
    this.closed = true;
    this.end();
  }

  /** Bytes of a socket, in pieces of the network's own. */
  bytes(socket: number, data: Uint8Array, cut = 5): void {
    const whole = new Uint8Array(8 + data.length);
    const view = new DataView(whole.buffer);
    view.setUint32(0, socket, true);
    view.setUint32(4, data.length, true);
    whole.set(data, 8);
    for (let at = 0; at < whole.length; at += cut) this.push(whole.slice(at, at + cut));
  }

  /** One piece of the network's. */
  push(piece: Uint8Array): void {
    this.pieces.push(piece);
    this.wake();
  }

  end(): void {
    this.pieces.push(null);
    this.wake();
  }
}

export class ScriptedPlatform implements Platform {
  readonly channels: ScriptedChannel[] = [];
  readonly bodies: ScriptedBody[] = [];
  /** Whether there is room for another body. */
  hasBodies = true;
  time = 1000;
  private timers: { due: number; callback: () => void }[] = [];
  private tasks: (() => void)[] = [];

  openChannel(url: string, protocols: string[]): Channel {
    const channel = new ScriptedChannel(url, protocols);
    this.channels.push(channel);
    return channel;
  }

  openPacedChannel(url: string, protocols: string[]): Channel {
    return this.openChannel(url, protocols);
  }

  async openBody(channel: string, name: string, content: string, _given: Changes): Promise<Body | null> {
    if (!this.hasBodies) return null;
    const body = new ScriptedBody(`${name} beside ${channel}`, content);
    this.bodies.push(body);
    return body;
  }

  now = () => this.time;
  monotonic = () => this.time;

  random(into: Uint8Array): void {
    into.fill(4);
  }

  after(milliseconds: number, callback: () => void): () => void {
    const timer = { due: this.time + milliseconds, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((each) => each !== timer);
    };
  }

  task(callback: () => void): void {
    this.tasks.push(callback);
  }

  get waitingTasks(): number {
    return this.tasks.length;
  }

  runTasks(): void {
    for (const task of this.tasks.splice(0)) task();
  }

  /** Lets time pass, ringing what is due on the way. */
  advance(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const next = this.timers.filter((each) => each.due <= end).sort((a, b) => a.due - b.due)[0];
      if (!next) break;
      this.timers = this.timers.filter((each) => each !== next);
      this.time = next.due;
      next.callback();
    }
    this.time = end;
  }
}

export const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
export const text = (value: string) => new TextEncoder().encode(value);
