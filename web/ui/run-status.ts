// SPDX-License-Identifier: MIT

import type { ExitStatus } from "../run/index.ts";
import { h } from "./dom.ts";
import { formatNumber, onLanguage, type TextKey, t, type Values } from "./language.ts";

type Mood = "idle" | "running" | "good" | "bad" | "stopped";

/** How a program is doing: ready, running for how long, or how it ended. */
export class RunStatus {
  readonly element: HTMLElement;
  readonly #text = h("span", { role: "status" });
  readonly #time = h("span", { class: "time", "aria-hidden": "true" });
  readonly #stopWatching: () => void;
  #said: { key: TextKey; values: Values } = { key: "status.ready", values: {} };
  #started = 0;
  #seconds = -1;
  #ticking?: ReturnType<typeof setInterval>;

  constructor() {
    this.element = h(
      "div",
      { class: "run-status", "data-mood": "idle" },
      h("span", { class: "dot" }),
      this.#text,
      this.#time,
    );
    this.#stopWatching = onLanguage(() => this.#draw());
    this.#draw();
  }

  ready(): void {
    this.#say("idle", "status.ready");
    this.#seconds = -1;
    this.#halt();
  }

  building(): void {
    this.#begin("status.compiling");
  }

  running(): void {
    this.#begin("status.running");
  }

  unbuilt(): void {
    this.#say("bad", "status.unbuilt");
    this.#halt();
  }

  #begin(key: TextKey): void {
    this.#say("running", key);
    this.#halt();
    this.#started = performance.now();
    this.#ticking = setInterval(() => this.#draw(), 100);
  }

  stopped(): void {
    this.#say("stopped", "status.stopped");
    this.#halt();
  }

  ended(status: ExitStatus): void {
    if (status.error) this.#say("bad", "status.crashed");
    else if (status.signal) this.#say("stopped", "status.signal", { signal: status.signal });
    else if (status.code === 0) this.#say("good", "status.finished");
    else this.#say("bad", "status.exited", { code: String(status.code) });
    this.#halt();
  }

  dispose(): void {
    this.#halt();
    this.#stopWatching();
  }

  #say(mood: Mood, key: TextKey, values: Values = {}): void {
    this.element.dataset.mood = mood;
    this.#said = { key, values };
    if (this.#ticking) this.#seconds = (performance.now() - this.#started) / 1000;
    this.#draw();
  }

  #halt(): void {
    clearInterval(this.#ticking);
    this.#ticking = undefined;
    this.#draw();
  }

  #draw(): void {
    const text = t(this.#said.key, this.#said.values);
    if (this.#text.textContent !== text) this.#text.textContent = text;
    if (this.#ticking) this.#seconds = (performance.now() - this.#started) / 1000;
    const digits = this.#ticking ? 1 : 2;
    const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    this.#time.textContent =
      this.#seconds < 0 ? "" : t("status.seconds", { seconds: formatNumber(this.#seconds, format) });
  }
}
