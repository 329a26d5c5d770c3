// SPDX-License-Identifier: MIT

import type { CallRecord } from "../posix/index.ts";
import { type Conversation, type Gap, type Row, Sockets } from "./conversation.ts";

/** Calls that are kept from the beginning, and at the end. */
export const HEAD_ROWS = 2000;
export const TAIL_ROWS = 3000;

/** All that is known of a program's calls, within bounds: the first, the last, and counts of what was dropped between. */
export class Wire {
  readonly head: Row[] = [];
  /** Of the calls between `head` and `tail`, by conversation; undefined is for calls on no socket. */
  readonly dropped = new Map<Conversation | undefined, Gap>();
  #tail: Row[] = [];
  #sockets = new Sockets();
  #calls = 0;

  add(records: readonly CallRecord[]): void {
    for (const record of records) {
      const row = this.#sockets.place(record, ++this.#calls);
      if (this.head.length < HEAD_ROWS) this.head.push(row);
      else this.#tail.push(row);
    }
    // In strides, so that a long transfer does not move the list at each call.
    if (this.#tail.length > TAIL_ROWS + 1000) {
      for (const row of this.#tail.splice(0, this.#tail.length - TAIL_ROWS)) this.#drop(row);
    }
  }

  /** Forgets all; what the sockets are is known still, so that a running program's calls find theirs. */
  clear(): void {
    this.head.length = 0;
    this.#tail.length = 0;
    this.dropped.clear();
  }

  /** For another program. */
  reset(): void {
    this.clear();
    this.#sockets = new Sockets();
    this.#calls = 0;
  }

  get tail(): readonly Row[] {
    return this.#tail;
  }

  get conversations(): readonly Conversation[] {
    return this.#sockets.conversations;
  }

  /** How many calls there were, dropped ones too. */
  get calls(): number {
    return this.#calls;
  }

  /** What was dropped, in all. */
  get gap(): Gap {
    const sum = { calls: 0, sent: 0, received: 0 };
    for (const { calls, sent, received } of this.dropped.values()) {
      sum.calls += calls;
      sum.sent += sent;
      sum.received += received;
    }
    return sum;
  }

  #drop({ conversation, direction, size }: Row): void {
    const gap = this.dropped.get(conversation) ?? { calls: 0, sent: 0, received: 0 };
    gap.calls++;
    if (direction === "out") gap.sent += size;
    if (direction === "in") gap.received += size;
    this.dropped.set(conversation, gap);
  }
}
