// SPDX-License-Identifier: MIT

import type { SourceFile } from "../compile/types.ts";
import { decodeShared, ShareError } from "../projects/index.ts";
import { type Place, readPlace, writePlace } from "./address.ts";
import { shareable } from "./arguments.ts";
import { expectBuild } from "./build.ts";
import { h } from "./dom.ts";
import { ExampleList } from "./example-list.ts";
import type { Example } from "./examples.ts";
import type { GatewayWatch } from "./gateway-watch.ts";
import type { OwnPrograms } from "./own-programs.ts";
import { Pane } from "./pane.ts";
import { connectTools } from "./program-actions.ts";
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
  /** Within another's page: one example, and nothing is remembered or read of the address. */
  readonly #embedded: boolean;
  readonly #programs: OwnPrograms;
  readonly #links = new WeakMap<Example, string>();
  #panes: Pane[] = [];
  #active?: Pane;
  #examples: Example[] = [];

  constructor(gateway: GatewayWatch, examples: Example[], programs: OwnPrograms, canRun: boolean, embedded = false) {
    this.#gateway = gateway;
    this.#examples = examples;
    this.#programs = programs;
    this.#canRun = canRun;
    this.#embedded = embedded;
    this.#list.fill(examples);
    this.#list.onChoose = (example) => this.#choose(example);
    this.#list.own.onChoose = this.#list.onChoose;
    this.#list.own.onNew = () => this.#choose(programs.blank());
    this.#source.onChange = (files, original) => this.#onChange(files, original);
    connectTools(programs, this.#source.tools, {
      chosen: () => this.#active?.example,
      files: () => this.#source.files,
      args: () => this.#told(),
      choose: (program) => this.#choose(program),
      refresh: () => this.#refresh(),
      removed: (program) => this.#leave(program),
    });
    programs.library.onChange = () => this.#list.own.fill(programs.all);
    programs.library.onProblem = (error) => this.#source.tools.say("source.full", { reason: String(error) });
    this.#list.own.fill(programs.all);
    this.element = h(
      "main",
      { class: "workspace" },
      this.#list.element,
      this.#source.intro,
      this.#source.panel,
      this.#column,
    );
    addEventListener("keydown", (event) => this.#onKey(event));
    if (embedded) {
      this.#open(examples[0]);
      return;
    }
    const place = readPlace(location.hash);
    this.#open(this.#known(place) ?? this.#find(recall("example")) ?? examples[0], place.args);
    if (place.code !== undefined) void this.#openShared(place.code);
    addEventListener("hashchange", () => this.#follow());
  }

  #find(name: unknown): Example | undefined {
    return this.#examples.find((example) => example.name === name);
  }

  /** What the address names, unless the link itself holds it. */
  #known(place: Place): Example | undefined {
    if (place.fresh) return this.#programs.blank();
    return this.#programs.find(place.project) ?? this.#find(place.example);
  }

  #open(example: Example | undefined, args?: readonly string[]): Pane | undefined {
    if (!example || this.#panes.length >= mostPanes) return undefined;
    const pane = new Pane(this.#gateway);
    pane.onActivate = () => this.#activate(pane);
    pane.onClose = () => this.#close(pane);
    pane.onBeside = () => this.#beside(pane);
    pane.onEdit = () => this.#record();
    pane.onDiagnostics = (program, diagnostics) => void this.#source.say(program, diagnostics);
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
    if (!example || this.#embedded) return;
    const hash = this.#address(example);
    if (hash !== location.hash) history.replaceState(null, "", hash);
  }

  #address(example: Example): string {
    if (example.own) {
      const { id } = example.own;
      this.#programs.remember(example, this.#told());
      return id ? writePlace({ project: id }) : (this.#links.get(example) ?? writePlace({ fresh: true }));
    }
    keep("example", example.name);
    const usual = JSON.stringify(this.#active?.bar.args) === JSON.stringify(example.page);
    return writePlace(usual ? { example: example.name } : { example: example.name, args: this.#told() });
  }

  /** The arguments without the reader's own passwords. */
  #told(): string[] {
    const { example, bar } = this.#active ?? {};
    return example && bar ? shareable(example.arguments, bar.args, [example.page, ...example.also]) : [];
  }

  /** The first change makes an example the reader's own. */
  #onChange(files: SourceFile[], original: SourceFile[]): void {
    const pane = this.#active;
    const from = pane?.example;
    if (!pane || !from) return;
    if (from.own?.id) {
      this.#programs.change(from, files);
    } else {
      const own = this.#programs.keep(from, files, original, this.#told());
      pane.adopt(own);
      this.#source.adopt(own);
      if (!this.#programs.library.lasting && !this.#embedded) this.#source.tools.say("source.unkept");
      this.#list.mark(own);
      this.#record();
    }
    for (const each of this.#panes) if (each.example === pane.example) each.refresh();
    void expectBuild().catch(() => {}); // Run will say what is wrong.
  }

  #refresh(): void {
    void this.#source.refresh();
    for (const pane of this.#panes) pane.refresh();
    this.#showActive();
  }

  /** A program that was deleted gives way to what it began as. */
  #leave(program: Example): void {
    const next = this.#find(program.own?.origin?.example) ?? this.#examples[0];
    for (const pane of this.#panes) if (pane.example === program && next) pane.show(next);
    this.#showActive();
  }

  /** A link's program is shown, and runs when the reader says so. One that cannot be read changes nothing. */
  async #openShared(code: string): Promise<void> {
    try {
      const program = this.#programs.fromLink(await decodeShared(code));
      this.#links.set(program, writePlace({ code }));
      this.#choose(program);
    } catch (error) {
      this.#source.tools.say(error instanceof ShareError ? error.key : "share.broken");
    }
  }

  #follow(): void {
    const place = readPlace(location.hash);
    if (place.code !== undefined) void this.#openShared(place.code);
    const example = this.#known(place);
    if (!example || (example.own && example === this.#active?.example)) return;
    this.#active?.show(example, place.args ?? (example.own ? undefined : example.page));
    this.#showActive();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    void this.#active?.run();
  }
}
