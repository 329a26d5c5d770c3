// SPDX-License-Identifier: MIT

/** RFC 6298, with Linux's bounds, in milliseconds. */
const FIRST = 1000;
const LEAST = 200;
const MOST = 120_000;

/** How long to wait for an acknowledgement before sending again. */
export class RetransmissionTimeout {
  private smoothed: number | null = null;
  private variation = 0;
  private current = FIRST;

  get milliseconds(): number {
    return this.current;
  }

  /** What was sent once was acknowledged after so many milliseconds. */
  measured(time: number): void {
    if (this.smoothed === null) {
      this.smoothed = time;
      this.variation = time / 2;
    } else {
      this.variation = 0.75 * this.variation + 0.25 * Math.abs(this.smoothed - time);
      this.smoothed = 0.875 * this.smoothed + 0.125 * time;
    }
    this.settle();
  }

  /** It was too short: the next is twice as long. */
  double(): void {
    this.current = Math.min(MOST, this.current * 2);
  }

  /** Something new was acknowledged: no more doubling than measured times need. */
  settle(): void {
    if (this.smoothed === null) return;
    this.current = Math.min(MOST, this.smoothed + Math.max(LEAST, 4 * this.variation));
  }
}
