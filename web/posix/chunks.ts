// SPDX-License-Identifier: MIT

/** Shorter pieces are joined: each would cost more than its bytes. */
const SMALL = 1024;
/** The longest that pieces are joined to. */
const JOINED = 16384;

/** A queue of bytes that keeps the pieces they came in until they are read, except for small ones. */
export class Chunks {
  private pieces: Uint8Array[] = [];
  private head = 0;
  private offset = 0;
  /** What the last piece is the beginning of, where others were joined in it. */
  private tail: Uint8Array | null = null;
  size = 0;

  /** Takes ownership of the piece. */
  push(piece: Uint8Array): void {
    if (piece.length === 0) return;
    const last = this.pieces.at(-1);
    this.size += piece.length;
    if (last && piece.length < SMALL && (this.tail ? last.length + piece.length <= JOINED : last.length < SMALL)) {
      this.join(last, piece);
    } else {
      this.pieces.push(piece);
      this.tail = null;
    }
  }

  /** Copies what fits, leaving it in place. */
  peek(to: Uint8Array): number {
    let count = 0;
    for (let i = this.head, offset = this.offset; i < this.pieces.length && count < to.length; i++, offset = 0) {
      const piece = this.pieces[i] as Uint8Array;
      const part = piece.subarray(offset, offset + to.length - count);
      to.set(part, count);
      count += part.length;
    }
    return count;
  }

  /** Copies what fits and drops it. */
  take(to: Uint8Array): number {
    const count = this.peek(to);
    this.drop(count);
    return count;
  }

  /** Forgets so many bytes, or all. */
  drop(count = this.size): void {
    this.size -= count;
    let left = count;
    while (left > 0) {
      const piece = this.pieces[this.head] as Uint8Array;
      const rest = piece.length - this.offset;
      if (left < rest) {
        this.offset += left;
        return;
      }
      left -= rest;
      this.offset = 0;
      this.head++;
    }
    if (this.head > 64 && this.head * 2 > this.pieces.length) {
      this.pieces = this.pieces.slice(this.head);
      this.head = 0;
    }
    if (this.size === 0) {
      this.pieces = [];
      this.head = 0;
      this.tail = null;
    }
  }

  private join(last: Uint8Array, piece: Uint8Array): void {
    const size = last.length + piece.length;
    if (!this.tail || this.tail.length < size) {
      this.tail = new Uint8Array(Math.min(JOINED, 2 * size));
      this.tail.set(last);
    }
    this.tail.set(piece, last.length);
    this.pieces[this.pieces.length - 1] = this.tail.subarray(0, size);
  }
}
