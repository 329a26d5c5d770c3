// SPDX-License-Identifier: MIT

import type { CompileProgress } from "../compile/types.ts";
import { h } from "./dom.ts";
import { formatNumber, t } from "./language.ts";

const megabytes = (bytes: number): string =>
  formatNumber(bytes / 1e6, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** What the compiler is at: its step, and how many of its megabytes are here. */
export function progressText({ step, bytes = 0, total, file = "" }: CompileProgress): string {
  if (step === "fetch" && !total) return t("compile.start");
  if (step === "fetch") return t("compile.fetch", { done: megabytes(bytes), total: megabytes(total ?? 0) });
  return t(`compile.${step}`, { file });
}

/** A line below the run bar for as long as the compiler works. */
export class BuildProgress {
  readonly #bar = h("progress", { label: "status.compiling" });
  readonly #text = h("span");
  /** Heard once for each step, not for each kilobyte. */
  readonly #heard = h("span", { class: "visually-hidden", role: "status" });
  readonly element = h("div", { class: "build-progress", hidden: true }, this.#bar, this.#text, this.#heard);
  #step = "";

  show(progress: CompileProgress): void {
    this.element.hidden = false;
    if (progress.total) {
      this.#bar.max = progress.total;
      this.#bar.value = progress.bytes ?? 0;
    } else this.#bar.removeAttribute("value");
    const text = progressText(progress);
    this.#text.textContent = text;
    if (progress.step !== this.#step) this.#heard.textContent = text;
    this.#step = progress.step;
  }

  hide(): void {
    this.element.hidden = true;
    this.#step = "";
    this.#heard.textContent = "";
  }
}
