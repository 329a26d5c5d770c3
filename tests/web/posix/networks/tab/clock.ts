// SPDX-License-Identifier: MIT

import type { Surroundings } from "../../../../../web/posix/networks/tab/broker.ts";
import type { PacketRecord } from "../../../../../web/posix/networks/tab/weather/internet.ts";
import type { Clock } from "../../../../../web/posix/networks/tab/weather/links.ts";

/** A clock that stands until it is moved, and chance that can be repeated. */
export class TestClock implements Clock {
  private time = 1_000_000;
  private queue: { at: number; order: number; callback: () => void }[] = [];
  private order = 0;

  constructor(private seed = 1) {}

  now(): number {
    return this.time;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const entry = { at: this.time + Math.max(0, milliseconds), order: ++this.order, callback };
    this.queue.push(entry);
    return () => {
      this.queue = this.queue.filter((each) => each !== entry);
    };
  }

  /** mulberry32 */
  readonly random = (): number => {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let value = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };

  /** Lets so many milliseconds pass, and all that is due in them happen. */
  pass(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const next = this.queue
        .filter(({ at }) => at <= end)
        .sort((one, other) => one.at - other.at || one.order - other.order)[0];
      if (!next) break;
      this.queue = this.queue.filter((each) => each !== next);
      this.time = Math.max(this.time, next.at);
      next.callback();
    }
    this.time = end;
  }
}

/** What a broker has around it in a test; `packets` gathers what it sent. */
export class TestSurroundings implements Surroundings {
  readonly clock: TestClock;
  readonly packets: PacketRecord[] = [];
  wishes = 0;

  constructor(seed = 1) {
    this.clock = new TestClock(seed);
  }

  wanted = (): void => {
    this.wishes++;
  };

  packet = (record: PacketRecord): void => {
    this.packets.push(record);
  };
}
