// SPDX-License-Identifier: MIT

import type { Platform } from "./platform.ts";

/** What setitimer keeps: one alarm that may repeat. */
export class IntervalTimer {
  private cancel: () => void = () => {};
  private due = 0;
  private interval = 0;

  constructor(
    private readonly platform: Platform,
    private readonly ring: () => void,
  ) {}

  /** Milliseconds until it rings, 0 if it does not, and between two rings. */
  get state(): { left: number; interval: number } {
    if (this.due === 0) return { left: 0, interval: 0 };
    return { left: Math.max(0.001, this.due - this.platform.monotonic()), interval: this.interval };
  }

  /** Rings after so many milliseconds; 0 switches it off. */
  set(milliseconds: number, interval: number): void {
    this.cancel();
    this.interval = interval;
    this.due = milliseconds > 0 ? this.platform.monotonic() + milliseconds : 0;
    if (milliseconds > 0) this.cancel = this.platform.after(Math.ceil(milliseconds), () => this.rings());
  }

  private rings(): void {
    this.set(this.interval, this.interval);
    this.ring();
  }
}
