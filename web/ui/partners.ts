// SPDX-License-Identifier: MIT

import type { Bench, Slot } from "./bench.ts";
import type { Example, Partner } from "./examples.ts";

/** What partners need of the page around them. */
export interface Surroundings {
  find: (name: unknown) => Example | undefined;
  open: (example: Example, args: readonly string[], before?: Slot) => Slot | undefined;
  close: (slot: Slot) => void;
}

/** Programs that go together: a server and its clients are opened side by side, and a client's Run starts its server. */
export class Partners {
  readonly #bench: Bench;
  readonly #around: Surroundings;

  constructor(bench: Bench, around: Surroundings) {
    this.#bench = bench;
    this.#around = around;
  }

  /** The program in this place is another one: those of the one before go, and its own come. */
  join(slot: Slot): void {
    for (const other of [...this.#bench.slots]) {
      if (other.partnerOf !== slot) continue;
      // What runs stays, and goes its own way.
      if (other.pane.running) delete other.partnerOf;
      else this.#around.close(other);
    }
    delete slot.partnerOf;
    const { server, beside = [] } = this.#examplesOf(slot) ?? {};
    if (server) this.#bring(slot, server, true);
    for (const each of beside) this.#bring(slot, each, false);
  }

  /** Starts the server that a program is about to reach, and waits until it listens. */
  async serverFor(slot: Slot): Promise<void> {
    const server = this.#serverOf(slot);
    if (!server || server.pane.running) return;
    void server.pane.run();
    await server.pane.listens();
  }

  /** Runs all that do not run, servers first. */
  async runAll(): Promise<void> {
    for (const slot of this.#bench.slots) {
      void slot.pane.run();
      if (this.#bench.slots.some((other) => this.#serverOf(other) === slot)) await slot.pane.listens();
    }
  }

  #bring(slot: Slot, { name, args }: Partner, before: boolean): void {
    const example = this.#around.find(name);
    // One that is there already goes with it too; of clients there may be several alike.
    if (!example || (before && this.#showing(name))) return;
    const opened = this.#around.open(example, args, before ? slot : undefined);
    if (opened) opened.partnerOf = slot;
  }

  /** The place of the server that a program needs: what it was opened beside, or what its example names. */
  #serverOf(slot: Slot): Slot | undefined {
    const own = this.#examplesOf(slot);
    const opener = slot.partnerOf && this.#examplesOf(slot.partnerOf);
    if (opener?.beside?.some(({ name }) => name === own?.name)) return slot.partnerOf;
    return own?.server && this.#showing(own.server.name);
  }

  #showing(name: string): Slot | undefined {
    return this.#bench.slots.find((slot) => this.#examplesOf(slot)?.name === name);
  }

  /** The example that a place shows, or that the reader's own program there began as. */
  #examplesOf({ pane }: Slot): Example | undefined {
    const { example } = pane;
    return example?.own ? this.#around.find(example.own.origin?.example) : example;
  }
}
