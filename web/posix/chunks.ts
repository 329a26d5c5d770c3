// SPDX-License-Identifier: MIT

/** A queue of bytes that keeps the pieces they came in until they are read. */
export class Chunks {
  private pieces: Uint8Array[] = [];
  private head = 0;
  private offset = 0;
  size = 0;

  /** Takes ownership of the piece. */
  push(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.pieces.push(piece);
    this.size += piece.length;
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
    }
  }
}
