// SPDX-License-Identifier: MIT

import { h } from "./dom.ts";
import type { Example } from "./examples.ts";
import { icon } from "./icons.ts";
import { type TextKey, t, type Values } from "./language.ts";
import { menu } from "./menu.ts";

/** What can be done with a whole program: compare, share, download, and the rest in a menu. */
export class ProgramTools {
  onCompare: () => void = () => {};
  onShare: () => void = () => {};
  onDownload: () => void = () => {};
  onRename: () => void = () => {};
  onRenameFile: () => void = () => {};
  onDuplicate: () => void = () => {};
  onReset: () => void = () => {};
  onDelete: () => void = () => {};
  /** Whether the program differs from what it began as. */
  isChanged: (example: Example) => boolean = () => false;

  readonly element: HTMLElement;
  /** What came of the last of them, for those who see and those who hear. */
  readonly message = h("p", { class: "source-note tools-message", role: "status" });
  readonly #compare = this.#button("own.compare", "compare");
  #example?: Example;

  constructor() {
    const share = this.#button("own.share", "share");
    share.onclick = () => this.onShare();
    this.#compare.setAttribute("aria-pressed", "false");
    this.#compare.onclick = () => {
      this.#press(!this.comparing);
      this.onCompare();
    };
    const own = (): boolean => !!this.#example?.own?.id;
    const more = menu("own.menu", [
      { text: "own.download", act: () => this.onDownload() },
      { text: "own.duplicate", act: () => this.onDuplicate() },
      { text: "own.renameFile", act: () => this.onRenameFile() },
      { text: "own.rename", act: () => this.onRename(), when: own },
      { text: "own.reset", act: () => this.onReset(), when: () => this.#changed() },
      { text: "own.delete", act: () => this.onDelete(), when: own },
    ]);
    this.element = h("div", { class: "tools" }, this.#compare, share, more);
  }

  get comparing(): boolean {
    return this.#compare.getAttribute("aria-pressed") === "true";
  }

  show(example: Example): void {
    this.#example = example;
    this.message.textContent = "";
    this.refresh();
  }

  /** The program changed, or is as it was. */
  refresh(): void {
    this.#compare.hidden = !this.#changed() && !this.comparing;
    if (this.comparing && !this.#example?.own) this.#press(false);
  }

  say(key: TextKey, values: Values = {}): void {
    this.message.textContent = t(key, values);
  }

  /** A link that the browser would not copy by itself. */
  offer(key: TextKey, link: string): void {
    const field = h("input", { type: "text", readonly: true, "aria-label": t(key) });
    field.value = link;
    this.message.replaceChildren(t(key), field);
    field.select();
  }

  #changed(): boolean {
    return this.#example !== undefined && this.isChanged(this.#example);
  }

  #press(on: boolean): void {
    this.#compare.setAttribute("aria-pressed", String(on));
    if (!on) this.#compare.hidden = !this.#changed();
  }

  #button(name: TextKey, picture: "compare" | "share"): HTMLButtonElement {
    return h("button", { class: "quiet icon-only", type: "button", label: name, tip: name }, icon(picture));
  }
}
