// SPDX-License-Identifier: MIT

/** Segments in the first window (RFC 6928). */
const INITIAL = 10;

/** How much may be on its way at once: slow start, congestion avoidance, fast recovery (RFC 5681, 6582). */
export class CongestionWindow {
  size: number;
  private threshold = Number.POSITIVE_INFINITY;
  private repeats = 0;
  /** While what was lost is made good: up to which place all had been sent when it was found out. */
  private recover: number | null = null;
  private fast = false;

  constructor(private readonly mss: number) {
    this.size = INITIAL * mss;
  }

  /** Acknowledged up to this place. True where the next segment was lost as well and is to be sent again. */
  advanced(place: number, bytes: number): boolean {
    this.repeats = 0;
    if (this.recover !== null && place < this.recover) {
      if (this.fast) this.size = Math.max(this.mss, this.size - bytes + this.mss);
      else this.grow(bytes);
      return true;
    }
    if (this.recover !== null && this.fast) this.size = this.threshold;
    else this.grow(bytes);
    this.recover = null;
    return false;
  }

  /** The same was acknowledged once more. True where that means that something was lost: three times, and only once. */
  repeated(flight: number, sent: number): boolean {
    this.repeats++;
    if (this.recover !== null) {
      if (this.fast) this.size += this.mss;
      return false;
    }
    if (this.repeats < 3) return false;
    this.halve(flight);
    this.size = this.threshold + 3 * this.mss;
    this.recover = sent;
    this.fast = true;
    return true;
  }

  /** Nothing was acknowledged in time. */
  collapsed(flight: number, sent: number): void {
    this.halve(flight);
    this.size = this.mss;
    this.recover = sent;
    this.fast = false;
    this.repeats = 0;
  }

  private halve(flight: number): void {
    this.threshold = Math.max(flight / 2, 2 * this.mss);
  }

  private grow(bytes: number): void {
    if (this.size < this.threshold) this.size += Math.min(bytes, this.mss);
    else this.size += Math.max(1, Math.floor((this.mss * this.mss) / this.size));
  }
}
