// SPDX-License-Identifier: MIT
// How CodeMirror looks and speaks: colours from the page's own tokens, words from its catalogues.

import { HighlightStyle } from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { type TextKey, t } from "./language.ts";

export const colours = HighlightStyle.define([
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  { tag: [tags.keyword, tags.modifier, tags.controlKeyword, tags.operatorKeyword], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.character, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: [tags.typeName, tags.className, tags.namespace, tags.standard(tags.typeName)], color: "var(--code-type)" },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: "var(--code-function)" },
  { tag: [tags.processingInstruction, tags.meta], color: "var(--code-directive)" },
]);

const panel = { backgroundColor: "var(--raised)", color: "var(--text)", borderColor: "var(--line)" };
const tooltip = {
  ...panel,
  border: "1px solid var(--line-strong)",
  borderRadius: "8px",
  boxShadow: "var(--shadow)",
  fontFamily: "var(--sans)",
};

export const look = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", backgroundColor: "transparent", color: "var(--text)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6", fontVariantLigatures: "none" },
  ".cm-content": { padding: "10px 0 24px", caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)", borderLeftWidth: "2px" },
  ".cm-line": { padding: "0 16px 0 6px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--code-gutter)", border: "none", paddingLeft: "8px" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--text)" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--selection) !important",
  },
  ".cm-matchingBracket": { backgroundColor: "var(--selection)", outline: "none" },
  ".cm-panels": panel,
  ".cm-panel.cm-search": { fontFamily: "var(--sans)", padding: "6px 30px 6px 10px" },
  ".cm-textfield": { backgroundColor: "var(--surface)", borderColor: "var(--line-strong)", borderRadius: "5px" },
  ".cm-button": { backgroundImage: "none", backgroundColor: "var(--surface)", borderColor: "var(--line-strong)" },
  ".cm-tooltip": tooltip,
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxWidth: "min(560px, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
  },
  ".cm-completionInfo.cm-tooltip": { padding: "8px 12px", maxWidth: "min(440px, 80vw)" },
  ".cm-api": { padding: "8px 12px", maxWidth: "min(480px, 84vw)" },
  ".cm-diagnostic": { padding: "6px 10px", whiteSpace: "pre-wrap" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--danger)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--warn)" },
  ".cm-diagnosticAction": { backgroundColor: "var(--accent)", color: "var(--on-accent)", borderRadius: "5px" },
  ".cm-gutter-lint": { width: "1.1em" },
  ".cm-insertedLine, .cm-changedLine": { backgroundColor: "var(--added) !important" },
  ".cm-changedText": { background: "var(--added-strong) !important" },
  ".cm-deletedChunk": { backgroundColor: "var(--danger-soft) !important", paddingLeft: "6px" },
  ".cm-deletedChunk .cm-deletedText": { background: "var(--removed-strong) !important" },
  ".cm-deletedChunk .cm-chunkButtons button.revert": {
    color: "var(--text)",
    border: "1px solid var(--line-strong)",
    margin: "2px 6px",
  },
  ".cm-changedLineGutter": { background: "var(--good) !important" },
  ".cm-deletedLineGutter": { background: "var(--danger) !important" },
  ".cm-collapsedLines": {
    backgroundImage: "none",
    backgroundColor: "var(--raised)",
    color: "var(--muted)",
    fontFamily: "var(--sans)",
  },
  // CodeMirror's own sign is in few fonts.
  ".cm-collapsedLines:before, .cm-collapsedLines:after": { content: '"···"' },
});

const words: Record<string, TextKey> = {
  Find: "editor.find",
  Replace: "editor.replace",
  next: "editor.next",
  previous: "editor.previous",
  all: "editor.all",
  "match case": "editor.case",
  regexp: "editor.regexp",
  "by word": "editor.word",
  replace: "editor.replaceOne",
  "replace all": "editor.replaceAll",
  close: "editor.close",
  go: "editor.go",
  "Go to line": "editor.line",
  "$ unchanged lines": "editor.unchanged",
};

/** CodeMirror's own words in the reader's language. */
export const phrases = (): Extension =>
  EditorState.phrases.of(Object.fromEntries(Object.entries(words).map(([word, key]) => [word, t(key)])));
