// SPDX-License-Identifier: MIT

import { freshId, h, saveBytes } from "./dom.ts";
import { icon } from "./icons.ts";
import { formatNumber, onLanguage, t } from "./language.ts";

export interface FileEntry {
  path: string;
  size: number;
}

/** Larger files do not belong into the memory of a page. */
const largest = 256 << 20;

/** A program's own files: listed, added by drop or by choosing, and saved out. */
export class FilesPanel {
  onAdd: (path: string, data: Uint8Array) => void = () => {};
  read: (path: string) => Promise<Uint8Array> = () => Promise.reject(new Error("no program"));

  readonly element: HTMLDetailsElement;
  readonly #summary = h("span");
  readonly #list = h("ul", { class: "file-list" });
  readonly #empty = h("p", { class: "files-empty", text: "files.empty" });
  readonly #problem = h("p", { class: "files-problem", role: "alert" });
  readonly #stopWatching: () => void;
  #entries: FileEntry[] = [];

  constructor() {
    const chooser = h("input", {
      type: "file",
      multiple: true,
      id: freshId("chooser"),
      class: "visually-hidden",
      tabindex: -1,
      label: "files.add",
    });
    chooser.onchange = () => {
      void this.add(chooser.files ?? []);
      chooser.value = "";
    };
    const add = h("button", { class: "quiet", type: "button" }, icon("add"), h("span", { text: "files.add" }));
    add.onclick = () => chooser.click();
    this.element = h(
      "details",
      { class: "files" },
      h("summary", {}, icon("down"), this.#summary),
      h("div", { class: "files-body" }, this.#empty, this.#list, this.#problem, add, chooser),
    );
    this.#stopWatching = onLanguage(() => this.#draw());
    this.#draw();
  }

  show(entries: FileEntry[]): void {
    this.#entries = entries;
    this.#draw();
  }

  /** Takes files from a drop or the chooser and opens the list, so that they are seen to be there. */
  async add(files: Iterable<File>): Promise<void> {
    this.#problem.textContent = "";
    for (const file of files) {
      if (file.size > largest) {
        this.#problem.textContent = t("files.tooBig", { path: file.name, limit: largest >> 20 });
        continue;
      }
      try {
        this.onAdd(file.name, new Uint8Array(await file.arrayBuffer()));
      } catch (error) {
        this.#fail(file.name, error);
      }
    }
    this.element.open = true;
  }

  dispose(): void {
    this.#stopWatching();
  }

  async #save(path: string): Promise<void> {
    this.#problem.textContent = "";
    try {
      const bytes = await this.read(path);
      saveBytes(path.split("/").pop() ?? path, bytes as Uint8Array<ArrayBuffer>);
    } catch (error) {
      this.#fail(path, error);
    }
  }

  #fail(path: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#problem.textContent = t("files.failed", { path, reason });
  }

  #draw(): void {
    const count = this.#entries.length;
    this.#summary.textContent = count === 0 ? t("files.title") : t("files.count", { count });
    this.#empty.hidden = count > 0;
    this.#list.replaceChildren(...this.#entries.map((entry) => this.#row(entry)));
  }

  #row({ path, size }: FileEntry): HTMLElement {
    const save = h(
      "button",
      { class: "quiet icon-only", type: "button", "aria-label": t("files.save", { path }) },
      icon("save"),
    );
    save.title = t("files.save", { path });
    save.onclick = () => void this.#save(path);
    const amount = size < 10_000 ? t("files.bytes", { size }) : formatBytes(size);
    return h("li", {}, icon("file"), h("span", { class: "path" }, path), h("span", { class: "size" }, amount), save);
  }
}

/** Kilobytes or megabytes, in the reader's manner. */
function formatBytes(size: number): string {
  const [value, unit] = size < 1e6 ? [size / 1e3, "kilobyte"] : [size / 1e6, "megabyte"];
  return formatNumber(value, { style: "unit", unit, maximumFractionDigits: 1 });
}
