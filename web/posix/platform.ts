// SPDX-License-Identifier: MIT

/** A WebSocket, as much of it as the networks use. */
export interface Channel {
  binaryType: string;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

/** What the system calls need from where they run: nothing here is a browser's global, so tests bring their own. */
export interface Platform {
  openChannel(url: string, protocols: string[]): Channel;
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
