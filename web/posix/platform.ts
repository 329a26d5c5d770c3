// SPDX-License-Identifier: MIT

import type { Changes } from "./changes.ts";

/** A WebSocket, as much of it as the networks use. */
export interface Channel {
  binaryType: string;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  /** Closes without the messages that are not on their way yet, where close waits for them at this end. */
  abort?(): void;
  /** Whether nothing is to come until further notice; not every kind can hold its other end back. */
  hold?(held: boolean): void;
}

/** An answer without end, read piece by piece. */
export interface Body {
  /** Null at its end, also where it broke. */
  read(): Promise<Uint8Array | null>;
  close(): void;
}

/** What the system calls need from where they run: nothing here is a browser's global, so tests bring their own. */
export interface Platform {
  openChannel(url: string, protocols: string[]): Channel;
  /** The same, of a kind that can be held where there is one: TCP then holds the other end back. It keeps what it sends. */
  openPacedChannel(url: string, protocols: string[]): Channel;
  /**
   * Posts `content` to the place beside that of a channel. Null where that fails, too many are open in this browser, or
   * it was `given` up before there was an answer.
   */
  openBody(channel: string, name: string, content: string, given: Changes): Promise<Body | null>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds on a clock that never goes back. */
  monotonic(): number;
  random(into: Uint8Array): void;
  /** Calls back once, after so many milliseconds; the result cancels. */
  after(milliseconds: number, callback: () => void): () => void;
  /** Calls back after events that are already waiting had their turn. */
  task(callback: () => void): void;
}
