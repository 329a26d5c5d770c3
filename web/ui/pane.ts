// SPDX-License-Identifier: MIT

import type { Diagnostic } from "../compile/types.ts";
import { type Call as CallRecord, type ExitStatus, Program } from "../run/index.ts";
import { type Advice, adviceFor } from "./advice.ts";
import { BrowserPanel } from "./browser-panel.ts";
import { type Build, buildAdvice, startBuild } from "./build.ts";
import { BuildProgress } from "./build-progress.ts";
import { Consent } from "./consent.ts";
import { h } from "./dom.ts";
import { type Example, inLanguage, wasmUrl } from "./examples.ts";
import { FilesPanel } from "./files.ts";
import { gatewayHost } from "./gateway.ts";
import type { GatewayWatch } from "./gateway-watch.ts";
import { icon } from "./icons.ts";
import { onLanguage, t } from "./language.ts";
import { OutputTail } from "./output-tail.ts";
import { RunBar } from "./run-bar.ts";
import { RunStatus } from "./run-status.ts";
import type { Screen } from "./screen.ts";
import { TerminalPanel } from "./terminal.ts";
import type { WirePanel } from "./wire-panel.ts";

let lastPane = 0;
/** How long a client waits for its server to listen: ms. */
const LISTEN_TIME = 3000;

const sleep = (time: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, time));

/** A call after which others can reach the program: it listens, or its datagram socket has an address. */
const isListening = ({ name, result }: CallRecord, index: number, records: readonly CallRecord[]): boolean =>
  result === 0 &&
  (name === "listen" ||
    (name === "bind" && records.slice(0, index).some(({ args }) => String(args[1]).includes("SOCK_DGRAM"))));

/** One program: what to run, its terminal, how it went, its files. The page has one or more of these. */
export class Pane {
  onActivate: () => void = () => {};
  onClose: () => void = () => {};
  onBeside: () => void = () => {};
  onEdit: () => void = () => {};
  onSettings: () => void = () => {};
  /** The program has another name. */
  onName: () => void = () => {};
  /** Whether no other program runs. */
  isAloneRunning: () => boolean = () => true;
  /** Awaited before the program starts: the one that it is about to reach may have to start first. */
  beforeRun: () => Promise<void> = async () => {};
  /** What the compiler said of a program, none when it was content. */
  onDiagnostics: (program: Example, diagnostics: readonly Diagnostic[]) => void = () => {};

  /** Its number for the wire view, for as long as it is there. */
  readonly id = ++lastPane;
  readonly element: HTMLElement;
  readonly bar = new RunBar();
  readonly #title = h("h3");
  readonly #progress = new BuildProgress();
  readonly #consent = new Consent();
  readonly #terminal = new TerminalPanel();
  readonly #status = new RunStatus();
  readonly #files = new FilesPanel();
  readonly #wire: WirePanel;
  readonly #browser = new BrowserPanel();
  readonly #spring = h("span", { class: "spring" });
  readonly #body: HTMLElement;
  #listens: Promise<void> = Promise.resolve();
  #listening: () => void = () => {};
  readonly #advice = h("div", { class: "advice", role: "status", hidden: true });
  readonly #gateway: GatewayWatch;
  readonly #edits = new Map<Example, string[]>();
  readonly #given = new Map<string, Uint8Array>();
  readonly #stopWatching: () => void;
  #number = 1;
  #example?: Example;
  #program?: Program;
  /** The program that ended last: its worker keeps its files until the next run. */
  #last?: Program;
  #building?: Build;
  #starting = false;
  #shown?: Advice;

  constructor(gateway: GatewayWatch, wire: WirePanel) {
    this.#gateway = gateway;
    this.#wire = wire;
    const beside = h("button", { class: "quiet beside", type: "button", tip: "pane.beside.title" }, icon("beside"));
    beside.append(h("span", { text: "pane.beside" }));
    beside.onclick = () => this.onBeside();
    const close = h("button", {
      class: "quiet icon-only close",
      type: "button",
      label: "pane.close",
      tip: "pane.close",
    });
    close.append(icon("close"));
    close.onclick = () => this.onClose();
    this.#body = h("div", { class: "pane-body" }, this.#terminal.element, this.#browser.element);
    this.element = h(
      "section",
      { class: "card pane", tabindex: -1 },
      h("header", { class: "card-bar" }, this.#title, this.#spring, beside, close),
      this.bar.element,
      this.#progress.element,
      this.#consent.element,
      this.#body,
      this.#advice,
      h("footer", { class: "pane-foot" }, this.#status.element, this.#files.element),
      h("p", { class: "drop-note", "aria-hidden": "true", text: "files.drop" }),
    );
    this.element.addEventListener("focusin", () => this.onActivate());
    this.element.addEventListener("pointerdown", () => this.onActivate());
    this.#acceptDrops();
    this.bar.onRun = () => void this.run();
    this.bar.onStop = () => this.stop();
    this.bar.onEdit = () => this.onEdit();
    this.#terminal.onInput = (bytes) => this.#program?.input(bytes);
    this.#terminal.onResize = (columns, rows) => this.#program?.resize(columns, rows);
    this.#files.onAdd = (path, data) => this.#addFile(path, data);
    this.#files.read = (path) => this.#readFile(path);
    this.#stopWatching = onLanguage(() => this.#describe());
  }

  get example(): Example | undefined {
    return this.#example;
  }

  get running(): boolean {
    return this.#program !== undefined || this.#starting;
  }

  /** Fetches the terminal ahead of the first Run. */
  warmUp(): void {
    void this.#terminal.screen();
  }

  setNumber(number: number): void {
    this.#number = number;
    this.#describe();
  }

  /** What the wire view's lane is called. */
  get laneName(): string {
    return `${this.#number} ${this.#example?.name ?? ""}`;
  }

  /** There is no other program beside it. */
  set alone(on: boolean) {
    this.element.dataset.alone = String(on);
  }

  /** Gives the wire view a place beside the terminal. */
  hold(wire: WirePanel): void {
    if (wire.element.parentElement === this.#body) return;
    this.#spring.after(wire.toggle);
    this.#terminal.element.after(wire.element);
  }

  setActive(active: boolean): void {
    this.element.dataset.active = String(active);
  }

  /** Turns to another example; what the reader had filled in for it before comes back. */
  show(example: Example, args?: readonly string[]): void {
    if (this.#example) this.#edits.set(this.#example, this.bar.args);
    if (this.#example !== example) {
      if (this.running) this.stop();
      this.#forgetLast();
      this.#listGiven();
      void this.#terminal.clear();
      this.#status.ready();
      this.#advise(undefined);
    }
    this.#example = example;
    this.bar.show(example, args ?? this.#edits.get(example) ?? example.own?.args ?? example.page);
    this.#browser.offer(example.browse);
    this.#terminal.name(example.name);
    this.#describe();
  }

  /** The example that is shown became the reader's own: what runs goes on, what was printed stays. */
  adopt(own: Example): void {
    this.#example = own;
    this.bar.show(own, this.bar.args);
    this.#terminal.name(own.name);
    this.#describe();
  }

  /** The program has another name, or other files. */
  refresh(): void {
    if (!this.#example) return;
    this.bar.show(this.#example, this.bar.args);
    this.#terminal.name(this.#example.name);
    this.#describe();
  }

  focus(): void {
    this.element.focus();
  }

  async run(): Promise<void> {
    const example = this.#example;
    if (!example || this.running || this.bar.runButton.disabled) return;
    this.#starting = true;
    this.#listens = new Promise((resolve) => {
      this.#listening = resolve;
    });
    this.#forgetLast();
    if (this.isAloneRunning()) this.#wire.reset();
    this.#advise(undefined);
    this.bar.setRunning(true);
    this.#status.running();
    // On a small screen the output would begin below what the reader sees.
    this.#terminal.element.scrollIntoView({ block: "nearest" });
    const [screen, gateway] = await Promise.all([this.#terminal.start(), this.#gateway.known(), this.beforeRun()]);
    if (!this.#starting) return;
    const wasm = example.own ? await this.#build(example, screen) : wasmUrl(example);
    if (!wasm || !this.#starting) return;
    this.#status.running();
    const program = new Program({
      wasm,
      name: example.name,
      args: this.bar.args,
      gateway,
      columns: screen.columns,
      rows: screen.rows,
      files: [...this.#given].map(([path, data]) => ({ path, data })),
      trace: true,
      ask: example.own?.foreign ?? false,
    });
    program.onAsk = (target) => this.#consent.ask(example, target);
    this.#wire.start(this.id, program.member);
    program.onCalls = (records, origin) => {
      if (records.some(isListening)) this.#listening();
      this.#wire.add(program.member, records, origin);
    };
    void program.exited.then(() => this.#listening());
    const { browse } = example;
    if (browse) {
      void this.#listens.then(() => {
        if (this.#program === program) void this.#browser.open(browse);
      });
    }
    const args = this.bar.args;
    const tail = new OutputTail();
    this.#program = program;
    this.#starting = false;
    program.onOutput = (bytes) => {
      tail.add(bytes);
      return screen.write(bytes);
    };
    program.onFiles = (files) => this.#files.show(files);
    const notices: string[] = [];
    program.onNotice = (text) => notices.push(text);
    const status = await program.exited;
    if (this.#program !== program) return;
    if (!status.error) this.#last = program;
    this.#ended(status);
    void this.#terminal.finish();
    if (status.code !== 0) await this.#explain(status, tail.text(), args, notices.at(-1));
  }

  /** Compiles a program of the reader's own; undefined when there is an error, which then stands on the screen. */
  async #build(example: Example, screen: Screen): Promise<ArrayBuffer | undefined> {
    const build = startBuild(example.own?.files ?? []);
    this.#building = build;
    this.#status.building();
    build.onProgress = (progress) => this.#progress.show(progress);
    try {
      const { wasm, diagnostics, text } = await build.result;
      if (this.#building !== build) return undefined;
      this.onDiagnostics(example, diagnostics);
      if (text) screen.write(new TextEncoder().encode(text.replace(/\r?\n/g, "\r\n")));
      if (wasm) return wasm;
      this.#unbuilt(buildAdvice(diagnostics));
    } catch (error) {
      if (this.#building !== build) return undefined;
      this.#unbuilt({ key: "compile.failed", values: { reason: (error as Error).message } });
    } finally {
      if (this.#building === build) this.#building = undefined;
      this.#progress.hide();
    }
    return undefined;
  }

  #unbuilt(advice: Advice): void {
    this.#starting = false;
    this.#listening();
    this.#backToRun(() => this.bar.setRunning(false));
    this.#status.unbuilt();
    this.#advise(advice);
  }

  /** Kept when the program that was started last can be reached, has ended, or shows no sign of listening. */
  async listens(): Promise<void> {
    const listens = this.#listens;
    // What is compiled first takes as long as it takes.
    while (this.#starting && listens === this.#listens) await Promise.race([listens, sleep(LISTEN_TIME)]);
    await Promise.race([listens, sleep(LISTEN_TIME)]);
  }

  stop(): void {
    this.#building?.cancel();
    this.#building = undefined;
    this.#consent.dismiss();
    const program = this.#program;
    if (!program && !this.#starting) return;
    program?.stop();
    this.#program = undefined;
    this.#starting = false;
    this.#listening();
    void this.#terminal.finish();
    this.#backToRun(() => this.bar.setRunning(false));
    this.#status.stopped();
  }

  dispose(): void {
    this.stop();
    this.#forgetLast();
    for (const part of [this.bar, this.#consent, this.#terminal, this.#status, this.#files, this.#browser])
      part.dispose();
    this.#stopWatching();
    this.element.remove();
  }

  #ended(status: ExitStatus): void {
    this.#consent.dismiss();
    this.#program = undefined;
    this.#backToRun(() => this.bar.setRunning(false));
    this.#status.ended(status);
  }

  /** Keeps the focus where the reader is: a button that is disabled under it would drop it. */
  #backToRun(change: () => void): void {
    const had = document.activeElement === this.bar.stopButton;
    change();
    if (had) this.bar.runButton.focus();
  }

  async #explain(status: ExitStatus, tail: string, args: string[], notice?: string): Promise<void> {
    const example = this.#example;
    const gateway = await this.#gateway.check();
    if (this.running || this.#example !== example) return;
    this.#advise(adviceFor({ status, tail, args, gateway, notice, host: gatewayHost(this.#gateway.config) }));
  }

  #advise(advice: Advice | undefined): void {
    this.#shown = advice;
    this.#advice.hidden = !advice;
    if (!advice) {
      this.#advice.replaceChildren();
      return;
    }
    const open = h("button", { class: "quiet", type: "button", text: "advice.settings" });
    open.onclick = () => this.onSettings();
    const sentence = h("p", {}, t(advice.key, advice.values));
    this.#advice.replaceChildren(icon("warning"), sentence, ...(advice.settings ? [open] : []));
  }

  #describe(): void {
    if (!this.#example) return;
    const title = inLanguage(this.#example.title);
    this.#title.replaceChildren(
      h("span", { class: "pane-number", "aria-hidden": "true" }, String(this.#number)),
      title,
    );
    this.element.setAttribute("aria-label", t("pane.label", { number: this.#number, name: title }));
    this.onName();
    if (this.#shown) this.#advise(this.#shown);
  }

  #addFile(path: string, data: Uint8Array): void {
    this.#given.set(path, data);
    const program = this.#program ?? this.#last;
    if (program) program.writeFile(path, data);
    else this.#listGiven();
  }

  #listGiven(): void {
    this.#files.show([...this.#given].map(([path, data]) => ({ path, size: data.length })));
  }

  async #readFile(path: string): Promise<Uint8Array> {
    const program = this.#program ?? this.#last;
    if (program) return program.readFile(path);
    const data = this.#given.get(path);
    if (!data) throw new Error("No such file or directory");
    return data;
  }

  #forgetLast(): void {
    this.#last?.stop();
    this.#last = undefined;
  }

  #acceptDrops(): void {
    const over = (event: DragEvent, on: boolean): void => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      this.element.dataset.drop = String(on);
    };
    this.element.addEventListener("dragover", (event) => over(event, true));
    this.element.addEventListener("dragleave", (event) => {
      if (!this.element.contains(event.relatedTarget as Node | null)) over(event, false);
    });
    this.element.addEventListener("drop", (event) => {
      over(event, false);
      void this.#files.add(event.dataTransfer?.files ?? []);
    });
  }
}
