// SPDX-License-Identifier: MIT

/** The last kilobytes that a program printed. */
export class OutputTail {
  readonly #most: number;
  #chunks: Uint8Array[] = [];
  #size = 0;

  constructor(most = 4096) {
    this.#most = most;
  }

  add(bytes: Uint8Array): void {
    const kept = bytes.length > this.#most ? bytes.slice(-this.#most) : bytes;
    this.#chunks.push(kept);
    this.#size += kept.length;
    while (this.#size - (this.#chunks[0]?.length ?? 0) >= this.#most) this.#size -= this.#chunks.shift()?.length ?? 0;
  }

  text(): string {
    const decoder = new TextDecoder();
    return this.#chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
  }
}
