// SPDX-License-Identifier: MIT

import { h } from "./dom.ts";
import { icon } from "./icons.ts";
import { bind, onLanguage, t } from "./language.ts";
import type { Pane } from "./pane.ts";
import type { SourceView } from "./source.ts";
import { keep, recall } from "./store.ts";
import type { WirePanel } from "./wire-panel.ts";

/** A program's place on the bench: its source, and where it runs. */
export interface Slot {
  pane: Pane;
  source: SourceView;
  /** It was opened to go with this one. */
  partnerOf?: Slot;
}

/** More programs than this do not fit on a screen. */
export const MOST_SLOTS = 4;

/** The programs that the page shows, under one another with one editor, or beside one another, each with its own. */
export class Bench {
  onRunAll: () => void = () => {};
  onStopAll: () => void = () => {};
  readonly sources = h("div", { class: "sources" });
  readonly element = h("div", { class: "bench", id: "program" });
  readonly #bar = h("div", { class: "bench-bar", role: "toolbar", label: "bench.title" });
  readonly #panes = h("div", { class: "panes" });
  readonly #dock = h("div", { class: "dock card" });
  readonly #layout = h("button", { class: "quiet layout", type: "button" });
  readonly #wire: WirePanel;
  #slots: Slot[] = [];
  #active?: Slot;
  #beside = recall("beside") === true;

  constructor(wire: WirePanel) {
    this.#wire = wire;
    const runAll = h("button", { class: "quiet run-all", type: "button", tip: "bench.run.title" }, icon("run"));
    runAll.append(h("span", { text: "bench.run" }));
    runAll.onclick = () => this.onRunAll();
    const stopAll = h("button", { class: "quiet stop-all", type: "button", tip: "bench.stop.title" }, icon("stop"));
    stopAll.append(h("span", { text: "bench.stop" }));
    stopAll.onclick = () => this.onStopAll();
    this.#layout.append(icon("beside"), h("span"));
    this.#layout.onclick = () => {
      this.#beside = !this.#beside;
      keep("beside", this.#beside);
      this.#arrange();
    };
    this.#bar.append(this.#layout, h("span", { class: "spring" }), runAll, stopAll);
    this.element.append(this.#bar, this.#panes, this.#dock);
    onLanguage(() => this.#arrange());
  }

  get slots(): readonly Slot[] {
    return this.#slots;
  }

  get active(): Slot | undefined {
    return this.#active;
  }

  get isFull(): boolean {
    return this.#slots.length >= MOST_SLOTS;
  }

  /** Adds a program, last or before another. */
  add(slot: Slot, before?: Slot): void {
    const at = before ? this.#slots.indexOf(before) : this.#slots.length;
    this.#slots.splice(at, 0, slot);
    this.#panes.insertBefore(slot.pane.element, before?.pane.element ?? null);
    this.sources.insertBefore(slot.source.panel, before?.source.panel ?? null);
    this.#arrange();
  }

  remove(slot: Slot): void {
    this.#slots = this.#slots.filter((other) => other !== slot);
    for (const other of this.#slots) if (other.partnerOf === slot) delete other.partnerOf;
    slot.source.panel.remove();
    slot.source.intro.remove();
    this.#arrange();
    slot.pane.dispose();
    slot.source.dispose();
  }

  activate(slot: Slot): void {
    this.#active = slot;
    this.#arrange();
  }

  /** The lanes have the programs' names. */
  name(): void {
    this.#wire.programs = this.#slots.map(({ pane }) => ({ id: pane.id, name: pane.laneName }));
  }

  #arrange(): void {
    const several = this.#slots.length > 1;
    const beside = several && this.#beside;
    for (const part of [this.element, this.#panes, this.sources]) {
      part.dataset.count = String(this.#slots.length);
      part.dataset.full = String(this.isFull);
      part.dataset.layout = beside ? "beside" : "stacked";
    }
    this.#bar.hidden = !several;
    const label = this.#layout.lastElementChild as HTMLElement;
    bind(label, "text", beside ? "bench.stacked" : "bench.beside");
    this.#layout.title = t(beside ? "bench.stacked.title" : "bench.beside.title");
    this.#slots.forEach(({ pane, source }, index) => {
      pane.setNumber(index + 1);
      pane.alone = !several;
      pane.setActive(pane === this.#active?.pane);
      source.panel.hidden = !beside && source !== this.#active?.source;
    });
    this.#placeWire(several);
    this.name();
  }

  /** One program has the wire view beside its terminal, several have it below all of them. */
  #placeWire(several: boolean): void {
    const [first] = this.#slots;
    if (several) {
      if (this.#wire.element.parentElement === this.#dock) return;
      this.#layout.after(this.#wire.toggle);
      this.#dock.append(this.#wire.element);
    } else first?.pane.hold(this.#wire);
  }
}
