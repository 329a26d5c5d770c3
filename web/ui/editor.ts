// SPDX-License-Identifier: MIT
// CodeMirror. Fetched when the first paint is done.

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { cpp } from "@codemirror/lang-cpp";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorState, type Extension, type TransactionSpec } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import type { Diagnostic } from "../compile/types.ts";
import { marks } from "./editor-diagnostics.ts";
import { colours, look, phrases } from "./editor-look.ts";

/** One file of one program. */
export interface Sheet {
  /** Names it among all that are open. */
  key: string;
  text: string;
  /** Lines at the top that are kept and not shown. */
  skip: number;
  label: string;
}

interface Kept {
  state: EditorState;
  head: string;
  skip: number;
}

/** Not the reader's doing. */
const ours = Annotation.define<boolean>();

/** The sources of one program after another; each keeps its own undo history and marks. */
export class Editor {
  /** The reader changed the text of a sheet. */
  onChange: (key: string, text: string) => void = () => {};
  readonly #view: EditorView;
  readonly #kept = new Map<string, Kept>();
  readonly #label = new Compartment();
  readonly #phrases = new Compartment();
  readonly #extra = new Compartment();
  readonly #compare = new Compartment();
  #key = "";
  #extras: Extension = [];

  constructor(holder: HTMLElement) {
    this.#view = new EditorView({ parent: holder });
  }

  /** Shows a sheet; one that was shown before has its history, place and marks again. True when it was not. */
  show({ key, text, skip, label }: Sheet): boolean {
    this.#put();
    const lines = text.split(/\r\n?|\n/);
    const head = lines.slice(0, skip).join("\n") + (skip > 0 ? "\n" : "");
    const doc = lines.slice(skip).join("\n");
    const kept = this.#kept.get(key);
    this.#key = key;
    const known = kept !== undefined && kept.head === head;
    const state = known ? kept.state : this.#fresh(doc, skip);
    this.#kept.set(key, { state, head, skip });
    if (state !== this.#view.state) this.#view.setState(state);
    if (state.doc.toString() !== doc) this.#replace(doc);
    this.#view.dispatch({
      effects: [this.#relabel(label), this.#phrases.reconfigure(phrases()), this.#extra.reconfigure(this.#extras)],
    });
    if (!known) this.#view.scrollDOM.scrollTo(0, 0); // CodeMirror's own scrollIntoView scrolls the page as well
    return !known;
  }

  /** Gives what is open another name, as when an example becomes the reader's own. */
  rename(from: string, to: string): void {
    this.#put();
    const kept = this.#kept.get(from);
    if (!kept) return;
    this.#kept.delete(from);
    this.#kept.set(to, kept);
    if (this.#key === from) this.#key = to;
  }

  /** Forgets the sheets whose key begins so. */
  forget(prefix: string): void {
    for (const key of this.#kept.keys()) if (key.startsWith(prefix) && key !== this.#key) this.#kept.delete(key);
  }

  label(label: string): void {
    if (this.#key) this.#view.dispatch({ effects: [this.#relabel(label), this.#phrases.reconfigure(phrases())] });
  }

  /** Marks what the compiler said of a sheet, shown or not. */
  mark(key: string, diagnostics: readonly Diagnostic[]): void {
    this.#put();
    const kept = this.#kept.get(key);
    if (!kept) return;
    const set = setDiagnostics(kept.state, marks(kept.state.doc, kept.skip, diagnostics));
    if (key === this.#key) this.#view.dispatch(set);
    else kept.state = kept.state.update(set as TransactionSpec).state;
  }

  /** Goes to a place, counted as the compiler counts. */
  goTo(line: number, column: number): void {
    const { doc } = this.#view.state;
    const place = doc.line(Math.min(Math.max(line - (this.#kept.get(this.#key)?.skip ?? 0), 1), doc.lines));
    const anchor = place.from + Math.min(Math.max(column - 1, 0), place.length);
    this.#view.dispatch({ selection: { anchor }, scrollIntoView: true });
    this.#view.focus();
  }

  /** Adds what is fetched later: completion and hover. */
  extend(extras: Extension): void {
    this.#extras = extras;
    if (this.#key) this.#view.dispatch({ effects: this.#extra.reconfigure(extras) });
  }

  /** Shows the sheet against its original; undefined ends that. */
  async compare(original: string | undefined): Promise<void> {
    const key = this.#key;
    const made = original === undefined ? [] : (await import("./editor-compare.ts")).comparison(original);
    if (key === this.#key) this.#view.dispatch({ effects: this.#compare.reconfigure(made) });
  }

  dispose(): void {
    this.#view.destroy();
  }

  #put(): void {
    const kept = this.#kept.get(this.#key);
    if (kept) kept.state = this.#view.state;
  }

  #replace(doc: string): void {
    const changes = { from: 0, to: this.#view.state.doc.length, insert: doc };
    this.#view.dispatch({ changes, annotations: ours.of(true) });
  }

  #fresh(doc: string, skip: number): EditorState {
    return EditorState.create({
      doc,
      extensions: [
        lineNumbers({ formatNumber: (line) => String(line + skip) }),
        lintGutter(),
        highlightActiveLineGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("  "),
        cpp(),
        bracketMatching(),
        search({ top: true }),
        highlightSelectionMatches(),
        // Ctrl+Enter is Run's, on the whole page.
        keymap.of([...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"), ...historyKeymap, ...searchKeymap]),
        keymap.of([...lintKeymap, indentWithTab]),
        // CodeMirror gives Tab back to the page for two seconds after Escape: too short to find the key.
        EditorView.domEventHandlers({
          keydown: (event, view) => {
            if (event.key === "Escape") queueMicrotask(() => view.setTabFocusMode(60_000));
          },
          blur: (_, view) => view.setTabFocusMode(false),
        }),
        syntaxHighlighting(colours),
        look,
        this.#phrases.of(phrases()),
        this.#extra.of(this.#extras),
        this.#compare.of([]),
        this.#label.of([]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged || update.transactions.every((each) => each.annotation(ours))) return;
          this.onChange(this.#key, (this.#kept.get(this.#key)?.head ?? "") + update.state.doc.toString());
        }),
      ],
    });
  }

  #relabel(label: string) {
    return this.#label.reconfigure(EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }));
  }
}
