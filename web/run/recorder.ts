// SPDX-License-Identifier: MIT

/** Often enough to look live, seldom enough to cost nothing. */
const PAUSE = 40;
const FULL = 500;

/** Collects calls, or packets, and hands them on a few times a second, or when many have come together. */
export class Batch<T> {
  readonly #deliver: (records: T[]) => void;
  #records: T[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(deliver: (records: T[]) => void) {
    this.#deliver = deliver;
  }

  readonly add = (record: T): void => {
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
