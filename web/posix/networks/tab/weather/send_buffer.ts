// SPDX-License-Identifier: MIT

const SMALL = 4096;

/** What was sent and is not acknowledged, or not sent yet, by its place in the stream. */
export class SendBuffer {
  private readonly chunks: Uint8Array[] = [];
  /** The place behind the last byte. */
  end: number;

  /** `begin` is the place of the first byte. */
  constructor(public begin: number) {
    this.end = begin;
  }

  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.end += bytes.length;
    const last = this.chunks.at(-1);
    // Small pieces are joined, so that there are never many.
    if (last && last.length + bytes.length <= SMALL) {
      const joined = new Uint8Array(last.length + bytes.length);
      joined.set(last);
      joined.set(bytes, last.length);
      this.chunks[this.chunks.length - 1] = joined;
    } else this.chunks.push(bytes);
  }

  /** A copy of at most so many bytes from this place on. */
  read(at: number, size: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(size, this.end - at)));
    let [place, filled] = [this.begin, 0];
    for (const chunk of this.chunks) {
      if (filled === bytes.length) break;
      const from = Math.max(0, at + filled - place);
      if (from < chunk.length) {
        const part = chunk.subarray(from, from + bytes.length - filled);
        bytes.set(part, filled);
        filled += part.length;
      }
      place += chunk.length;
    }
    return bytes;
  }

  /** All before this place has arrived; how many bytes that are. */
  drop(to: number): number {
    const count = Math.max(0, Math.min(to, this.end) - this.begin);
    let left = count;
    while (left > 0) {
      const chunk = this.chunks[0] as Uint8Array;
      if (chunk.length > left) {
        this.chunks[0] = chunk.subarray(left);
        break;
      }
      left -= chunk.length;
      this.chunks.shift();
    }
    this.begin += count;
    return count;
  }
}
