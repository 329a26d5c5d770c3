// SPDX-License-Identifier: MIT

import { readPlace, writePlace } from "./address.ts";
import { shareable } from "./arguments.ts";
import { h } from "./dom.ts";
import { ExampleList } from "./example-list.ts";
import type { Example } from "./examples.ts";
import type { GatewayWatch } from "./gateway-watch.ts";
import { Pane } from "./pane.ts";
import { SourceView } from "./source.ts";
import { keep, recall } from "./store.ts";

/** More programs than this do not fit on a screen. */
const mostPanes = 4;

/** The examples, the source of the active program, and the programs beside it. */
export class Workspace {
  onSettings: () => void = () => {};
  readonly element: HTMLElement;
  readonly #gateway: GatewayWatch;
  readonly #list = new ExampleList();
  readonly #source = new SourceView();
  readonly #column = h("div", { class: "panes", id: "program" });
  readonly #canRun: boolean;
  #panes: Pane[] = [];
  #active?: Pane;
  #examples: Example[] = [];

  constructor(gateway: GatewayWatch, examples: Example[], canRun: boolean) {
    this.#gateway = gateway;
    this.#examples = examples;
    this.#canRun = canRun;
    this.#list.fill(examples);
    this.#list.onChoose = (example) => this.#choose(example);
    this.element = h(
      "main",
      { class: "workspace" },
      this.#list.element,
      this.#source.intro,
      this.#source.panel,
      this.#column,
    );
    const place = readPlace(location.hash);
    this.#open(this.#find(place.example) ?? this.#find(recall("example")) ?? examples[0], place.args);
    addEventListener("hashchange", () => this.#follow());
    addEventListener("keydown", (event) => this.#onKey(event));
  }

  #find(name: unknown): Example | undefined {
    return this.#examples.find((example) => example.name === name);
  }

  #open(example: Example | undefined, args?: readonly string[]): Pane | undefined {
    if (!example || this.#panes.length >= mostPanes) return undefined;
    const pane = new Pane(this.#gateway);
    pane.onActivate = () => this.#activate(pane);
    pane.onClose = () => this.#close(pane);
    pane.onBeside = () => this.#beside(pane);
    pane.onEdit = () => this.#record();
    pane.onSettings = () => this.onSettings();
    this.#panes.push(pane);
    this.#column.append(pane.element);
    if (!this.#canRun) pane.bar.forbid();
    pane.show(example, args);
    this.#count();
    this.#activate(pane);
    setTimeout(() => pane.warmUp());
    return pane;
  }

  #beside(pane: Pane): void {
    const opened = this.#open(pane.example, pane.bar.args);
    opened?.focus();
    opened?.element.scrollIntoView({ block: "nearest" });
  }

  #close(pane: Pane): void {
    if (this.#panes.length === 1) return;
    this.#panes = this.#panes.filter((other) => other !== pane);
    pane.dispose();
    this.#count();
    const next = this.#panes.at(-1);
    if (!next) return;
    this.#activate(next);
    next.focus();
  }

  #count(): void {
    this.#column.dataset.count = String(this.#panes.length);
    this.#column.dataset.full = String(this.#panes.length >= mostPanes);
    this.#panes.forEach((pane, index) => {
      pane.setNumber(index + 1);
    });
  }

  #activate(pane: Pane): void {
    if (this.#active === pane) return;
    this.#active = pane;
    for (const other of this.#panes) other.setActive(other === pane);
    this.#showActive();
  }

  #choose(example: Example): void {
    this.#active?.show(example);
    this.#showActive();
  }

  #showActive(): void {
    const example = this.#active?.example;
    if (!example) return;
    this.#list.mark(example);
    void this.#source.show(example);
    this.#record();
  }

  /** The address and the browser remember where the reader is; nothing there starts a program. */
  #record(): void {
    const example = this.#active?.example;
    if (!example) return;
    keep("example", example.name);
    const args = this.#active?.bar.args ?? [];
    const usual = JSON.stringify(args) === JSON.stringify(example.page);
    const told = shareable(example.arguments, args, [example.page, ...example.also]);
    const hash = writePlace(usual ? { example: example.name } : { example: example.name, args: told });
    if (hash !== location.hash) history.replaceState(null, "", hash);
  }

  #follow(): void {
    const place = readPlace(location.hash);
    const example = this.#find(place.example);
    if (!example) return;
    this.#active?.show(example, place.args ?? example.page);
    this.#showActive();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    void this.#active?.run();
  }
}
