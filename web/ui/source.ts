// SPDX-License-Identifier: MIT

import type { Diagnostic, SourceFile } from "../compile/types.ts";
import { withName, withoutFile, withText } from "../projects/index.ts";
import { copyButton } from "./copy-button.ts";
import { freshId, h } from "./dom.ts";
import type { Editor } from "./editor.ts";
import { type Example, inLanguage, loadFiles } from "./examples.ts";
import { onLanguage, t } from "./language.ts";
import { ProgramTools } from "./program-tools.ts";
import { portText, protocolNamed } from "./protocols.ts";
import { FileTabs } from "./tabs.ts";

/** How many lines at the top describe the example to the page: it shows them as title and text, not as source. */
export function descriptionEnd(text: string): number {
  const lines = text.split("\n");
  const described =
    /^(\/\/|\/\*| \*) ?(SPDX-License-Identifier|(protocol|title|blurb|usage|page|also|server|beside|browse)(\.\w+)?):/;
  let end = 0;
  while (described.test(lines[end] ?? "")) end++;
  while (end > 0 && lines[end]?.trim() === "") end++;
  return end;
}

/** What the chosen program is about, and its source files, to read and to change. */
export class SourceView {
  /** The reader changed the files; the second are the ones that the program had when it was opened. */
  onChange: (files: SourceFile[], original: SourceFile[]) => void = () => {};
  readonly intro: HTMLElement;
  readonly panel: HTMLElement;
  readonly tools = new ProgramTools();
  readonly #protocol = h("p", { class: "eyebrow" });
  readonly #title = h("h2");
  readonly #blurb = h("p", { class: "blurb" });
  readonly #body = h("div", { class: "source-body" });
  readonly #note = h("p", { class: "source-note", role: "status" });
  readonly #tabs = new FileTabs(this.#body);
  readonly #keys = new WeakMap<Example, string>();
  readonly #said = new WeakMap<Example, readonly Diagnostic[]>();
  #example?: Example;
  #editor?: Promise<Editor>;
  #files: SourceFile[] = [];
  #original: SourceFile[] = [];
  #open = "";
  readonly #stopWatching: () => void;
  /** Counts the programs shown, so that what was fetched for an earlier one comes too late. */
  #turn = 0;

  constructor() {
    const copy = copyButton("source.copy", () => this.#textOf(this.#open));
    this.intro = h("div", { class: "intro" }, this.#protocol, this.#title, this.#blurb);
    this.panel = h(
      "section",
      { class: "card source", label: "source.title" },
      h("header", { class: "card-bar" }, this.#tabs.element, h("span", { class: "spring" }), copy, this.tools.element),
      this.tools.message,
      this.#note,
      this.#body,
    );
    this.#tabs.onOpen = (name) => void this.openFile(name);
    this.#tabs.onAdd = (name) => this.#change([...this.#files, { name, text: "" }], name);
    this.#tabs.onRemove = (name) => this.#change(withoutFile(this.#files, name));
    this.#tabs.onRename = (from, to) => {
      void this.#editor?.then((editor) => editor.rename(this.#key(from), this.#key(to)));
      this.#change(withName(this.#files, from, to), to);
    };
    this.tools.onCompare = () => void this.#compare();
    this.tools.onRenameFile = () => this.#tabs.rename();
    this.#stopWatching = onLanguage(() => this.#describe());
  }

  dispose(): void {
    this.#stopWatching();
    this.#tabs.dispose();
    void this.#editor?.then((editor) => editor.dispose());
  }

  /** The files as they are now. */
  get files(): SourceFile[] {
    return this.#files;
  }

  async show(example: Example): Promise<void> {
    if (this.#example === example) return;
    this.#example = example;
    this.#turn++;
    this.tools.show(example);
    this.#describe();
    this.#note.textContent = t("source.loading");
    try {
      const files = await loadFiles(example);
      if (this.#example !== example) return;
      this.#files = files;
      this.#original = example.own?.origin?.files ?? files;
      await this.openFile(files[0]?.name ?? "");
      this.#note.textContent = "";
    } catch (error) {
      if (this.#example === example) this.#note.textContent = t("source.failed", { reason: (error as Error).message });
    }
  }

  /** What is shown became the reader's own: nothing moves, it has just another name. */
  adopt(own: Example): void {
    const editor = this.#editor;
    const moves = this.#files.map(({ name }) => [this.#key(name), this.#key(name, own)] as const);
    this.#example = own;
    void editor?.then((editor) => {
      for (const [from, to] of moves) editor.rename(from, to);
    });
    this.#describe();
    this.tools.show(own);
  }

  /** The program's files changed elsewhere, as when it was reset. */
  async refresh(): Promise<void> {
    const { own } = this.#example ?? {};
    if (!own) return;
    this.#files = own.files;
    await this.openFile(this.#files.some(({ name }) => name === this.#open) ? this.#open : (own.files[0]?.name ?? ""));
    this.#describe();
  }

  async openFile(name: string): Promise<void> {
    const turn = this.#turn;
    this.#editor ??= import("./editor.ts").then(({ Editor }) => this.#prepare(new Editor(this.#body)));
    this.#open = name;
    this.#tabs.show(this.#files, name);
    const editor = await this.#editor;
    if (this.#turn !== turn || this.#open !== name || !this.#example) return;
    const skip = this.#skip(name);
    const fresh = editor.show({ key: this.#key(name), text: this.#textOf(name), skip, label: this.#label() });
    if (fresh) this.#mark(editor, name);
    if (this.tools.comparing) await this.#compare();
  }

  /** Marks what the compiler said of a program; in the open file at once, in others when they are opened. */
  async say(example: Example, diagnostics: readonly Diagnostic[]): Promise<void> {
    this.#said.set(example, diagnostics);
    const editor = await this.#editor;
    if (!editor || this.#example !== example) return;
    for (const { name } of this.#files) this.#mark(editor, name);
  }

  #mark(editor: Editor, name: string): void {
    const said = this.#example && this.#said.get(this.#example);
    editor.mark(this.#key(name), said?.filter(({ file }) => file === name) ?? []);
  }

  #prepare(editor: Editor): Editor {
    editor.onChange = (key, text) => {
      if (key === this.#key(this.#open)) this.#change(withText(this.#files, this.#open, text), this.#open);
    };
    this.#help(editor);
    return editor;
  }

  /** Completion and hover come when the page has nothing better to do; without them the editor is an editor. */
  #help(editor: Editor): void {
    const load = (): Promise<void> =>
      import("./editor-api.ts").then(async ({ apiHelp }) => editor.extend(await apiHelp()));
    setTimeout(() => load().catch((error) => console.warn(error)), 300);
  }

  #change(files: SourceFile[], open = files[0]?.name ?? ""): void {
    this.#files = files;
    if (open === this.#open) this.#tabs.show(files, open);
    else void this.openFile(open);
    this.onChange(files, this.#original);
    this.tools.refresh();
  }

  async #compare(): Promise<void> {
    const editor = await this.#editor;
    const original = this.#original.find(({ name }) => name === this.#open);
    const shown = original?.text.split("\n").slice(this.#skip(this.#open)).join("\n") ?? "";
    await editor?.compare(this.tools.comparing ? shown : undefined);
    this.#note.textContent = this.tools.comparing && !original ? t("own.compare.file") : "";
  }

  #textOf(name: string): string {
    return this.#files.find((file) => file.name === name)?.text ?? "";
  }

  /** The lines that described the original are hidden for as long as they are there. */
  #skip(name: string): number {
    const original = this.#original.find((file) => file.name === name)?.text ?? "";
    const end = descriptionEnd(original);
    const head = original.split("\n").slice(0, end).join("\n");
    return this.#textOf(name).startsWith(head) ? end : 0;
  }

  #key(name: string, example = this.#example): string {
    if (!example) return name;
    const program = this.#keys.get(example) ?? freshId("program");
    this.#keys.set(example, program);
    return `${program}/${name}`;
  }

  #label(): string {
    return t("source.label", { file: this.#open, name: this.#example ? inLanguage(this.#example.title) : "" });
  }

  #describe(): void {
    if (!this.#example) return;
    const protocol = protocolNamed(this.#example.protocol);
    const kind = this.#example.own ? t("own.named") : protocol.name;
    this.#protocol.replaceChildren(kind, h("span", {}, this.#example.own ? "" : portText(protocol)));
    this.#title.textContent = inLanguage(this.#example.title);
    this.#blurb.textContent = inLanguage(this.#example.blurb);
    void this.#editor?.then((editor) => editor.label(this.#label()));
  }
}
