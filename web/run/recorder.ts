// SPDX-License-Identifier: MIT

import type { CallRecord } from "../posix/index.ts";

/** Often enough to look live, seldom enough to cost nothing. */
const PAUSE = 40;
const FULL = 500;

/** Collects calls, and hands them on a few times a second, or when many have come together. */
export class Recorder {
  readonly #deliver: (records: CallRecord[]) => void;
  #records: CallRecord[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deliver: (records: CallRecord[]) => void) {
    this.#deliver = deliver;
  }

  readonly listener = (record: CallRecord): void => {
    this.#records.push(record);
    if (this.#records.length >= FULL) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), PAUSE);
  };

  /** Hands on what there is: before the program ends, so that nothing is lost. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#records.length === 0) return;
    const records = this.#records;
    this.#records = [];
    this.#deliver(records);
  }
}
