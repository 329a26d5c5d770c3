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

/** A change that comes once: who asks later hears of it, too. */
export class Once extends Changes {
  happened = false;

  override notify(): void {
    this.happened = true;
    super.notify();
  }
}
