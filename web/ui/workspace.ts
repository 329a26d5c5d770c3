// SPDX-License-Identifier: MIT

import type { SourceFile } from "../compile/types.ts";
import { decodeShared, ShareError } from "../projects/index.ts";
import { watchPackets } from "../run/index.ts";
import { type Place, readPlace, writePlace } from "./address.ts";
import { shareable } from "./arguments.ts";
import { Bench, type Slot } from "./bench.ts";
import { expectBuild } from "./build.ts";
import { h } from "./dom.ts";
import { ExampleList } from "./example-list.ts";
import type { Example } from "./examples.ts";
import type { GatewayWatch } from "./gateway-watch.ts";
import type { OwnPrograms } from "./own-programs.ts";
import { Pane } from "./pane.ts";
import { Partners } from "./partners.ts";
import { connectTools } from "./program-actions.ts";
import { SourceView } from "./source.ts";
import { keep, recall } from "./store.ts";
import { WirePanel } from "./wire-panel.ts";

/** The examples, the source of the active program, and the programs beside it. */
export class Workspace {
  onSettings: () => void = () => {};
  readonly element: HTMLElement;
  readonly wire = new WirePanel();
  readonly #gateway: GatewayWatch;
  readonly #list = new ExampleList();
  readonly #bench = new Bench(this.wire);
  readonly #intro = h("div", { class: "intro-place" });
  readonly #partners: Partners;
  readonly #canRun: boolean;
  /** Within another's page: one example, and nothing is remembered or read of the address. */
  readonly #embedded: boolean;
  readonly #programs: OwnPrograms;
  readonly #links = new WeakMap<Example, string>();
  #examples: Example[] = [];

  constructor(gateway: GatewayWatch, examples: Example[], programs: OwnPrograms, canRun: boolean, embedded = false) {
    this.#gateway = gateway;
    this.#examples = examples;
    this.#programs = programs;
    this.#canRun = canRun;
    this.#embedded = embedded;
    this.#partners = new Partners(this.#bench, {
      find: (name) => this.#find(name),
      open: (example, args, before) => this.#open(example, args, { before, quiet: true }),
      close: (slot) => this.#bench.remove(slot),
    });
    this.#list.fill(examples);
    this.#list.onChoose = (example) => this.#choose(example);
    this.#list.own.onChoose = this.#list.onChoose;
    this.#list.own.onNew = () => this.#choose(programs.blank());
    this.#bench.onRunAll = () => void this.#partners.runAll();
    this.#bench.onStopAll = () => this.#bench.slots.forEach(({ pane }) => void pane.stop());
    watchPackets((records) => this.wire.addPackets(records));
    programs.library.onChange = () => this.#list.own.fill(programs.all);
    programs.library.onProblem = (error) => this.#source?.tools.say("source.full", { reason: String(error) });
    this.#list.own.fill(programs.all);
    this.element = h(
      "main",
      { class: "workspace" },
      this.#list.element,
      this.#intro,
      this.#bench.sources,
      this.#bench.element,
    );
    addEventListener("keydown", (event) => this.#onKey(event));
    if (embedded) {
      this.#begin(examples[0]);
      return;
    }
    const place = readPlace(location.hash);
    this.#begin(this.#known(place) ?? this.#find(recall("example")) ?? examples[0], place.args);
    if (place.code !== undefined) void this.#openShared(place.code);
    addEventListener("hashchange", () => this.#follow());
  }

  get #active(): Pane | undefined {
    return this.#bench.active?.pane;
  }

  get #source(): SourceView | undefined {
    return this.#bench.active?.source;
  }

  #find(name: unknown): Example | undefined {
    return this.#examples.find((example) => example.name === name);
  }

  /** What the address names, unless the link itself holds it. */
  #known(place: Place): Example | undefined {
    if (place.fresh) return this.#programs.blank();
    return this.#programs.find(place.project) ?? this.#find(place.example);
  }

  /** The first program, with those that go with it. */
  #begin(example: Example | undefined, args?: readonly string[]): void {
    const slot = example && this.#open(example, args);
    if (slot) this.#partners.join(slot);
  }

  /** Opens one more program; a quiet one does not become the active one. */
  #open(
    example: Example,
    args?: readonly string[],
    { before, quiet = false }: { before?: Slot | undefined; quiet?: boolean } = {},
  ): Slot | undefined {
    if (this.#bench.isFull) return undefined;
    const pane = new Pane(this.#gateway, this.wire);
    const slot: Slot = { pane, source: new SourceView() };
    pane.onActivate = () => this.#activate(slot);
    pane.onClose = () => this.#close(slot);
    pane.onBeside = () => this.#beside(slot);
    pane.onEdit = () => this.#record();
    pane.onName = () => this.#bench.name();
    pane.onDiagnostics = (program, diagnostics) => void slot.source.say(program, diagnostics);
    pane.onSettings = () => this.onSettings();
    pane.isAloneRunning = () => this.#bench.slots.every((other) => other === slot || !other.pane.running);
    pane.beforeRun = () => this.#partners.serverFor(slot);
    slot.source.onChange = (files, original) => this.#onChange(slot, files, original);
    slot.source.panel.addEventListener("focusin", () => this.#activate(slot));
    connectTools(this.#programs, slot.source.tools, {
      chosen: () => pane.example,
      files: () => slot.source.files,
      args: () => told(pane),
      choose: (program) => this.#choose(program),
      refresh: () => this.#refresh(),
      removed: (program) => this.#leave(program),
    });
    this.#bench.add(slot, before);
    if (!this.#canRun) pane.bar.forbid();
    pane.show(example, args);
    void slot.source.show(example);
    if (!quiet || !this.#bench.active) this.#activate(slot);
    setTimeout(() => pane.warmUp());
    return slot;
  }

  #beside({ pane }: Slot): void {
    const opened = pane.example && this.#open(pane.example, pane.bar.args);
    opened?.pane.focus();
    opened?.pane.element.scrollIntoView({ block: "nearest" });
  }

  #close(slot: Slot): void {
    if (this.#bench.slots.length === 1) return;
    this.#bench.remove(slot);
    const next = this.#bench.slots.at(-1);
    if (!next) return;
    this.#activate(next);
    next.pane.focus();
  }

  #activate(slot: Slot): void {
    if (this.#bench.active === slot) return;
    this.#bench.activate(slot);
    this.#showActive();
  }

  /** Shows a program in the active place, and beside it those that go with it. */
  #choose(example: Example): void {
    const slot = this.#bench.active;
    if (!slot) return;
    const same = slot.pane.example === example;
    slot.pane.show(example);
    this.#showActive();
    if (!same) this.#partners.join(slot);
  }

  #showActive(): void {
    const { pane, source } = this.#bench.active ?? {};
    const example = pane?.example;
    if (!example || !source) return;
    this.#list.mark(example);
    this.#intro.replaceChildren(source.intro);
    void source.show(example);
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
      this.#programs.remember(example, told(this.#active));
      return id ? writePlace({ project: id }) : (this.#links.get(example) ?? writePlace({ fresh: true }));
    }
    keep("example", example.name);
    const usual = JSON.stringify(this.#active?.bar.args) === JSON.stringify(example.page);
    return writePlace(usual ? { example: example.name } : { example: example.name, args: told(this.#active) });
  }

  /** The first change makes an example the reader's own. */
  #onChange({ pane, source }: Slot, files: SourceFile[], original: SourceFile[]): void {
    const from = pane.example;
    if (!from) return;
    if (from.own?.id) {
      this.#programs.change(from, files);
    } else {
      const own = this.#programs.keep(from, files, original, told(pane));
      pane.adopt(own);
      source.adopt(own);
      if (!this.#programs.library.lasting && !this.#embedded) source.tools.say("source.unkept");
      this.#list.mark(own);
      this.#record();
    }
    for (const each of this.#bench.slots) {
      if (each.pane.example !== pane.example) continue;
      each.pane.refresh();
      if (each.source !== source) void each.source.refresh();
    }
    void expectBuild().catch(() => {}); // Run will say what is wrong.
  }

  #refresh(): void {
    for (const { pane, source } of this.#bench.slots) {
      pane.refresh();
      void source.refresh();
    }
    this.#showActive();
  }

  /** A program that was deleted gives way to what it began as. */
  #leave(program: Example): void {
    const next = this.#find(program.own?.origin?.example) ?? this.#examples[0];
    for (const { pane, source } of this.#bench.slots) {
      if (pane.example !== program || !next) continue;
      pane.show(next);
      void source.show(next);
    }
    this.#showActive();
  }

  /** A link's program is shown, and runs when the reader says so. One that cannot be read changes nothing. */
  async #openShared(code: string): Promise<void> {
    try {
      const program = this.#programs.fromLink(await decodeShared(code));
      this.#links.set(program, writePlace({ code }));
      this.#choose(program);
    } catch (error) {
      this.#source?.tools.say(error instanceof ShareError ? error.key : "share.broken");
    }
  }

  #follow(): void {
    const place = readPlace(location.hash);
    if (place.code !== undefined) void this.#openShared(place.code);
    const example = this.#known(place);
    const slot = this.#bench.active;
    if (!example || !slot || (example.own && example === slot.pane.example)) return;
    slot.pane.show(example, place.args ?? (example.own ? undefined : example.page));
    this.#showActive();
    this.#partners.join(slot);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    void this.#active?.run();
  }
}

/** A program's arguments without the reader's own passwords. */
function told(pane: Pane | undefined): string[] {
  const { example, bar } = pane ?? {};
  return example && bar ? shareable(example.arguments, bar.args, [example.page, ...example.also]) : [];
}
