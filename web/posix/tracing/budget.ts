// SPDX-License-Identifier: MIT

/** Bytes of one connection's direction, and of all of them, that are kept in full; then each call keeps its beginning only. */
const WHOLE = 8 << 20;
const WHOLE_OF_ALL = 32 << 20;
const LATER = 64;

/** How many bytes of each transfer are kept, so that a long one costs next to nothing. */
export class Budget {
  readonly #spent = new Map<string, number>();
  #all = 0;

  /** The bytes of a transfer to keep: a copy, joined, of the first of them. */
  head(fd: number, out: boolean, parts: readonly Uint8Array[], size: number): Uint8Array {
    const key = `${fd}${out ? ">" : "<"}`;
    const spent = this.#spent.get(key) ?? 0;
    const kept = new Uint8Array(Math.min(size, this.#isWhole(spent + size, size) ? size : LATER));
    let at = 0;
    for (const part of parts) {
      if (at === kept.length) break;
      const piece = part.subarray(0, kept.length - at);
      kept.set(piece, at);
      at += piece.length;
    }
    this.#spent.set(key, spent + size);
    this.#all += kept.length;
    return kept;
  }

  #isWhole(spent: number, size: number): boolean {
    return spent <= WHOLE && this.#all + size <= WHOLE_OF_ALL;
  }

  /** The descriptor begins anew. */
  forget(fd: number): void {
    this.#spent.delete(`${fd}>`);
    this.#spent.delete(`${fd}<`);
  }
}
