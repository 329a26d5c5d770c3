// SPDX-License-Identifier: MIT

import { h } from "./dom.ts";
import { onLanguage, t } from "./language.ts";
import type { Screen } from "./screen.ts";
import { onTheme } from "./theme.ts";

/** A place for a terminal that has its size from the first paint on; xterm.js itself comes a moment later. */
export class TerminalPanel {
  onInput: (bytes: Uint8Array) => void = () => {};
  onResize: (columns: number, rows: number) => void = () => {};

  readonly element: HTMLElement;
  readonly #holder = h("div", { class: "terminal-screen" });
  readonly #empty = h(
    "div",
    { class: "terminal-empty" },
    h("p", { text: "terminal.empty" }),
    h("p", { class: "keys", text: "terminal.empty.key" }),
  );
  readonly #watching: (() => void)[];
  #name = "";
  #screen?: Promise<Screen>;

  constructor() {
    this.element = h("div", { class: "terminal" }, this.#holder, this.#empty);
    const relabel = (): void => void this.#screen?.then((screen) => screen.label(this.#label()));
    const retheme = (): void => void this.#screen?.then((screen) => screen.retheme());
    this.#watching = [onLanguage(relabel), onTheme(retheme)];
  }

  /** The terminal, fetched on first use: call it early, it costs nothing the second time. */
  screen(): Promise<Screen> {
    this.#screen ??= this.#fetch();
    return this.#screen;
  }

  async #fetch(): Promise<Screen> {
    // It measures its font; where that can't be had, another one does.
    const font = document.fonts.load('13px "JetBrains Mono Variable"').catch(() => []);
    const [{ Screen }] = await Promise.all([import("./screen.ts"), font]);
    const screen = new Screen(this.#holder, this.#label());
    screen.onInput = (bytes) => this.onInput(bytes);
    screen.onResize = (columns, rows) => this.onResize(columns, rows);
    return screen;
  }

  name(name: string): void {
    this.#name = name;
    void this.#screen?.then((screen) => screen.label(this.#label()));
  }

  /** Shows what the terminal is for, until something runs in it. */
  async clear(): Promise<void> {
    this.#empty.hidden = false;
    (await this.#screen)?.reset();
  }

  /** An empty screen for a run. */
  async start(): Promise<Screen> {
    const screen = await this.screen();
    this.#empty.hidden = true;
    screen.reset();
    screen.takesTab = true;
    // A finger's tap on Run should not bring up the keyboard over the output.
    if (matchMedia("(pointer: fine)").matches) screen.focus();
    return screen;
  }

  /** The program has ended, or was stopped: says how much of its output is gone from the top. */
  async finish(): Promise<void> {
    const screen = await this.screen();
    screen.takesTab = false;
    // What waits to be drawn comes first.
    await screen.write(new Uint8Array());
    if (screen.lost > 0) screen.note(t("terminal.lost", { lines: screen.lost }));
  }

  dispose(): void {
    for (const stop of this.#watching) stop();
    void this.#screen?.then((screen) => screen.dispose());
  }

  #label(): string {
    return t("terminal.label", { name: this.#name });
  }
}
