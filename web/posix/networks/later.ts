// SPDX-License-Identifier: MIT

import type { Answer, Errno } from "../errno.ts";

/** How many datagrams may wait for their way. */
const MOST = 16;

/**
 * Datagrams of a program that does not wait: Linux takes one for any destination, and so does this while it is not known
 * whether there is a way to there.
 */
export class Later {
  private readonly sends = new Set<Promise<void>>();

  /** `done` hears of each that it is sent, or why not. */
  constructor(private readonly done: (error: Errno | null) => void) {}

  get full(): boolean {
    return this.sends.size >= MOST;
  }

  /** Kept when all are sent, or are not going to be; null where none waits. */
  get settled(): Promise<unknown> | null {
    return this.sends.size > 0 ? Promise.all(this.sends) : null;
  }

  /** What the send of a datagram of this size answers. */
  take(size: number, send: () => Promise<Answer>): Answer {
    if (this.full) return "EAGAIN";
    const sending: Promise<void> = send().then((answer) => {
      this.sends.delete(sending);
      this.done(typeof answer === "string" ? answer : null);
    });
    this.sends.add(sending);
    return size;
  }
}
