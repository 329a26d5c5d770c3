// SPDX-License-Identifier: MIT

/** Of one call. */
const HEAD = 4096;
/** Of one connection's direction, in full heads; then each call keeps its beginning only. */
const WHOLE = 256 * 1024;
const LATER = 64;

/** How many bytes of each transfer are kept, so that a long one costs next to nothing. */
export class Budget {
  readonly #spent = new Map<string, number>();

  /** The bytes of a transfer to keep: a copy, joined, of the first of them. */
  head(fd: number, out: boolean, parts: readonly Uint8Array[], size: number): Uint8Array {
    const key = `${fd}${out ? ">" : "<"}`;
    const spent = this.#spent.get(key) ?? 0;
    const kept = new Uint8Array(Math.min(size, spent < WHOLE ? HEAD : LATER));
    let at = 0;
    for (const part of parts) {
      if (at === kept.length) break;
      const piece = part.subarray(0, kept.length - at);
      kept.set(piece, at);
      at += piece.length;
    }
    this.#spent.set(key, spent + kept.length);
    return kept;
  }

  /** The descriptor begins anew. */
  forget(fd: number): void {
    this.#spent.delete(`${fd}>`);
    this.#spent.delete(`${fd}<`);
  }
}
