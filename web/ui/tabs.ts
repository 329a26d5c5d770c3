// SPDX-License-Identifier: MIT

import type { SourceFile } from "../compile/types.ts";
import { nameProblem, renameProblem } from "../projects/index.ts";
import { askText, askWhether } from "./ask.ts";
import { freshId, h } from "./dom.ts";
import { icon } from "./icons.ts";
import { onLanguage, t } from "./language.ts";

/** A tab for each source file: arrows move, F2 renames, Delete removes. */
export class FileTabs {
  onOpen: (name: string) => void = () => {};
  onAdd: (name: string) => void = () => {};
  onRename: (from: string, to: string) => void = () => {};
  onRemove: (name: string) => void = () => {};
  readonly element: HTMLElement;
  readonly #list = h("div", { class: "tabs", role: "tablist", label: "tab.list" });
  readonly #add = h("button", { class: "quiet icon-only", type: "button", label: "tab.add", tip: "tab.add" });
  readonly #remove = h("button", { class: "quiet icon-only", type: "button" }, icon("close"));
  readonly #panel: HTMLElement;
  readonly #tabId = freshId("source-tab");
  readonly #stopWatching: () => void;
  #files: readonly SourceFile[] = [];
  #open = "";

  constructor(panel: HTMLElement) {
    this.#panel = panel;
    panel.id = freshId("source-file");
    panel.setAttribute("role", "tabpanel");
    this.#add.append(icon("add"));
    this.#add.onclick = () => void this.#askAdd();
    this.element = h("div", { class: "tab-bar" }, this.#list, this.#remove, this.#add);
    this.#remove.onclick = () => void this.#askRemove(this.#open);
    this.#list.onkeydown = (event) => this.#onKey(event);
    this.#stopWatching = onLanguage(() => this.#draw());
  }

  dispose(): void {
    this.#stopWatching();
  }

  show(files: readonly SourceFile[], open: string): void {
    const same = files.length === this.#files.length && files.every(({ name }, at) => name === this.#files[at]?.name);
    this.#files = files;
    if (same && open === this.#open) return;
    this.#open = open;
    this.#draw();
  }

  #draw(): void {
    const focused = this.#list.contains(document.activeElement);
    this.#list.replaceChildren(...this.#files.map(({ name }) => this.#tab(name)));
    this.#panel.setAttribute("aria-labelledby", this.#tabId);
    this.#remove.hidden = this.#files.length < 2;
    this.#remove.title = t("tab.close", { name: this.#open });
    this.#remove.setAttribute("aria-label", this.#remove.title);
    if (focused) this.#list.querySelector<HTMLElement>("[aria-selected=true]")?.focus();
  }

  #tab(name: string): HTMLElement {
    const open = name === this.#open;
    const tab = h(
      "button",
      {
        class: "tab",
        type: "button",
        role: "tab",
        value: name,
        id: open && this.#tabId,
        "aria-selected": String(open),
        "aria-controls": this.#panel.id,
        tabindex: open ? 0 : -1,
        title: t("tab.keys"),
      },
      name,
    );
    tab.onclick = () => this.onOpen(name);
    tab.ondblclick = () => void this.#askRename(name);
    return tab;
  }

  /** Asks for another name of the open file. */
  rename(): void {
    void this.#askRename(this.#open);
  }

  #onKey(event: KeyboardEvent): void {
    const at = this.#files.findIndex(({ name }) => name === this.#open);
    const last = this.#files.length - 1;
    const steps: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last };
    const next = this.#files[Math.min(Math.max(steps[event.key] ?? -1, 0), last)];
    if (event.key in steps && next) this.onOpen(next.name);
    else if (event.key === "F2") void this.#askRename(this.#open);
    else if (event.key === "Delete") void this.#askRemove(this.#open);
    else return;
    event.preventDefault();
  }

  async #askAdd(): Promise<void> {
    const name = await askText(t("tab.add"), "file.name", "", (wanted) => nameProblem(this.#files, wanted));
    if (name !== null) this.onAdd(name);
  }

  async #askRename(from: string): Promise<void> {
    const check = (wanted: string) => renameProblem(this.#files, from, wanted);
    const to = await askText(t("file.rename", { name: from }), "file.name", from, check);
    if (to !== null && to !== from) this.onRename(from, to);
  }

  async #askRemove(name: string): Promise<void> {
    if (this.#files.length === 1) return;
    if (await askWhether(t("file.remove", { name }), "ask.remove")) this.onRemove(name);
  }
}
