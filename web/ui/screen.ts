// SPDX-License-Identifier: MIT
// xterm.js, dressed for the page. Fetched when the first paint is done.

import { FitAddon } from "@xterm/addon-fit";
import { type ITheme, Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";

const scrollback = 10_000;

function themeFromPage(): ITheme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(`--terminal-${name}`).trim();
  const theme: Record<string, string> = {};
  for (const name of [
    "background",
    "foreground",
    "cursor",
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
  ]) {
    theme[name] = colour(name);
  }
  theme.white = colour("foreground");
  theme.brightBlack = colour("dim");
  theme.selectionBackground = colour("selection");
  return theme;
}

/** One terminal on the page. */
export class Screen {
  onInput: (bytes: Uint8Array) => void = () => {};
  onResize: (columns: number, rows: number) => void = () => {};
  /** While true, Tab belongs to the program; else to the page. Shift+Tab always leaves. */
  takesTab = false;

  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #observer: ResizeObserver;
  #lines = 0;

  constructor(holder: HTMLElement, label: string) {
    this.#terminal = new Terminal({
      fontFamily: getComputedStyle(holder).fontFamily,
      fontSize: 13,
      lineHeight: 1.25,
      cursorBlink: true,
      scrollback,
      screenReaderMode: true,
      theme: themeFromPage(),
      minimumContrastRatio: 4.5,
    });
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.open(holder);
    this.label(label);
    this.#fit.fit();
    this.#terminal.attachCustomKeyEventHandler((event) => this.#isForProgram(event));
    const encoder = new TextEncoder();
    this.#terminal.onData((text) => this.onInput(encoder.encode(text)));
    this.#terminal.onBinary((text) => this.onInput(Uint8Array.from(text, (char) => char.charCodeAt(0))));
    this.#terminal.onLineFeed(() => this.#lines++);
    this.#terminal.onResize(({ cols, rows }) => this.onResize(cols, rows));
    this.#observer = new ResizeObserver(() => holder.clientWidth > 0 && this.#fit.fit());
    this.#observer.observe(holder);
  }

  get columns(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  /** Resolves when it is drawn. */
  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => this.#terminal.write(bytes, resolve));
  }

  /** How many lines went out at the top, for good. */
  get lost(): number {
    return Math.max(0, this.#lines + 1 - scrollback - this.#terminal.rows);
  }

  /** A line of the page's own below what the program printed. */
  note(text: string): void {
    this.#terminal.write(`\r\n\x1b[0;2m${text}\x1b[0m\r\n`);
  }

  /** What the terminal is called for those who hear the page. */
  label(text: string): void {
    this.#terminal.textarea?.setAttribute("aria-label", text);
  }

  retheme(): void {
    this.#terminal.options.theme = themeFromPage();
  }

  reset(): void {
    this.#lines = 0;
    this.#terminal.reset();
  }

  focus(): void {
    this.#terminal.focus();
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#terminal.dispose();
  }

  #isForProgram(event: KeyboardEvent): boolean {
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Tab") return !event.shiftKey && this.takesTab;
    if (command && event.key === "Enter") return false;
    if (command && event.key.toLowerCase() === "c") return !this.#terminal.hasSelection();
    if (command && event.key.toLowerCase() === "v") return false; // the browser's paste, which xterm.js then hears
    return true;
  }
}
