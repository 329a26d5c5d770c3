// SPDX-License-Identifier: MIT
// CodeMirror, read-only for now. Fetched when the first paint is done.

import { cpp } from "@codemirror/lang-cpp";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.modifier, tags.controlKeyword, tags.operatorKeyword], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.character, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.typeName, tags.className, tags.namespace, tags.standard(tags.typeName)], color: "var(--code-type)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--code-function)" },
  { tag: [tags.processingInstruction, tags.meta], color: "var(--code-directive)" },
]);

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", backgroundColor: "transparent", color: "var(--text)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", fontVariantLigatures: "none" },
  ".cm-content": { padding: "10px 0 24px" },
  ".cm-line": { padding: "0 16px 0 6px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--code-gutter)", border: "none", paddingLeft: "8px" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--text)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--selection) !important",
  },
  ".cm-matchingBracket": { backgroundColor: "var(--selection)", outline: "none" },
  ".cm-panels": { backgroundColor: "var(--raised)", color: "var(--text)", borderColor: "var(--line)" },
});

/** The source of one example after another. */
export class Editor {
  readonly #view: EditorView;
  readonly #label = new Compartment();
  readonly #numbers = new Compartment();

  constructor(holder: HTMLElement) {
    this.#view = new EditorView({
      parent: holder,
      state: EditorState.create({
        extensions: [
          this.#numbers.of(lineNumbers()),
          highlightActiveLineGutter(),
          drawSelection(),
          cpp(),
          bracketMatching(),
          search({ top: true }),
          highlightSelectionMatches(),
          keymap.of(searchKeymap),
          syntaxHighlighting(colours),
          look,
          EditorState.readOnly.of(true),
          this.#label.of([]),
        ],
      }),
    });
  }

  /** Shows a text from a line on; lines keep the numbers that they have in the file. */
  show(text: string, label: string, skip = 0): void {
    const numbers = lineNumbers({ formatNumber: (line) => String(line + skip) });
    this.#view.dispatch({
      changes: { from: 0, to: this.#view.state.doc.length, insert: text.split("\n").slice(skip).join("\n") },
      selection: { anchor: 0 },
      effects: [this.#relabel(label), this.#numbers.reconfigure(numbers)],
    });
    this.#view.scrollDOM.scrollTo(0, 0); // CodeMirror's own scrollIntoView would scroll the page as well
  }

  label(label: string): void {
    this.#view.dispatch({ effects: this.#relabel(label) });
  }

  #relabel(label: string) {
    return this.#label.reconfigure(EditorView.contentAttributes.of({ "aria-label": label, "aria-readonly": "true" }));
  }
}
