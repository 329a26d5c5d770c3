// SPDX-License-Identifier: MIT

import { copyButton } from "./copy-button.ts";
import { h, saveBytes } from "./dom.ts";
import type { Editor } from "./editor.ts";
import { type Example, inLanguage, loadSource } from "./examples.ts";
import { icon } from "./icons.ts";
import { onLanguage, t } from "./language.ts";
import { portText, protocolNamed } from "./protocols.ts";

const fileName = (example: Example): string => example.source.split("/").pop() ?? example.source;

/** How many lines at the top describe the example to the page: it shows them as title and text, not as source. */
export function descriptionEnd(text: string): number {
  const lines = text.split("\n");
  const described = /^(\/\/|\/\*| \*) ?(SPDX-License-Identifier|(protocol|title|blurb|usage|page|also)(\.\w+)?):/;
  let end = 0;
  while (described.test(lines[end] ?? "")) end++;
  while (end > 0 && lines[end]?.trim() === "") end++;
  return end;
}

/** What the chosen example is about, and its source. */
export class SourceView {
  readonly intro: HTMLElement;
  readonly panel: HTMLElement;
  readonly #protocol = h("p", { class: "eyebrow" });
  readonly #title = h("h2");
  readonly #blurb = h("p", { class: "blurb" });
  readonly #file = h("span", { class: "file-name" });
  readonly #body = h("div", { class: "source-body" });
  readonly #note = h("p", { class: "source-note", role: "status" });
  #example?: Example;
  #editor?: Promise<Editor>;
  #text = "";

  constructor() {
    const copy = copyButton("source.copy", () => this.#text);
    const save = h("button", { class: "quiet icon-only", type: "button", label: "source.save", tip: "source.save" });
    save.append(icon("save"));
    save.onclick = () => this.#example && saveBytes(fileName(this.#example), this.#text);
    this.intro = h("div", { class: "intro" }, this.#protocol, this.#title, this.#blurb);
    this.panel = h(
      "section",
      { class: "card source", label: "source.title" },
      h("header", { class: "card-bar" }, icon("file"), this.#file, h("span", { class: "spring" }), copy, save),
      this.#note,
      this.#body,
    );
    onLanguage(() => this.#describe());
  }

  async show(example: Example): Promise<void> {
    if (this.#example === example) return;
    this.#example = example;
    this.#describe();
    this.#note.textContent = t("source.loading");
    this.#editor ??= import("./editor.ts").then(({ Editor }) => new Editor(this.#body));
    try {
      const [editor, text] = await Promise.all([this.#editor, loadSource(example)]);
      if (this.#example !== example) return;
      this.#text = text;
      editor.show(text, t("source.label", { name: example.name }), descriptionEnd(text));
      this.#note.textContent = "";
    } catch (error) {
      if (this.#example === example) this.#note.textContent = t("source.failed", { reason: (error as Error).message });
    }
  }

  #describe(): void {
    if (!this.#example) return;
    const protocol = protocolNamed(this.#example.protocol);
    this.#protocol.replaceChildren(protocol.name, h("span", {}, portText(protocol)));
    this.#title.textContent = inLanguage(this.#example.title);
    this.#blurb.textContent = inLanguage(this.#example.blurb);
    this.#file.textContent = fileName(this.#example);
    void this.#editor?.then((editor) => editor.label(t("source.label", { name: this.#example?.name ?? "" })));
  }
}
