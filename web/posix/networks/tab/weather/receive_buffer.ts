// SPDX-License-Identifier: MIT

/** Bytes that a receiver takes before its program has read any: as much as the window's field can say. */
const SIZE = 65_535;

/** What has arrived of a stream: pieces that came too early wait for those before them. */
export class ReceiveBuffer {
  /** The next place that is expected. */
  next = 0;
  /** What the program has and did not read. */
  unread = 0;
  private early: { place: number; data: Uint8Array }[] = [];
  private end: number | null = null;

  /** Room for what is to come. */
  get window(): number {
    return Math.max(0, SIZE - this.unread);
  }

  get hasGap(): boolean {
    return this.early.length > 0;
  }

  /** Takes a piece; gives what is in order now. */
  take(place: number, data: Uint8Array, last: boolean): Uint8Array[] {
    const fitting = data.subarray(0, Math.max(0, this.next + this.window - place));
    // A FIN beyond the window comes again.
    if (last && fitting.length === data.length) this.end = place + data.length;
    if (place + fitting.length > this.next && fitting.length > 0) {
      this.early.push({ place, data: fitting });
      this.early.sort((one, other) => one.place - other.place);
    }
    const ready: Uint8Array[] = [];
    while (this.early[0] && this.early[0].place <= this.next) {
      const { place: at, data: bytes } = this.early.shift() as { place: number; data: Uint8Array };
      const fresh = bytes.subarray(Math.min(bytes.length, this.next - at));
      if (fresh.length === 0) continue;
      ready.push(fresh);
      this.next += fresh.length;
      this.unread += fresh.length;
    }
    return ready;
  }

  /** Whether the end is reached, told once: it takes a place of its own. */
  takeEnd(): boolean {
    if (this.end === null || this.next !== this.end) return false;
    this.end = null;
    this.next++;
    return true;
  }
}
