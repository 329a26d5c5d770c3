// SPDX-License-Identifier: MIT

/** Tells those who wait that something may be possible now that was not before. */
export class Changes {
  private readonly waiting = new Set<() => void>();

  /** Calls back at every change until the result is called. */
  subscribe(callback: () => void): () => void {
    this.waiting.add(callback);
    return () => this.waiting.delete(callback);
  }

  notify(): void {
    for (const callback of [...this.waiting]) callback();
  }
}
