// SPDX-License-Identifier: MIT
// What the compiler said, as CodeMirror's lint marks: notes below the message, fix-its as buttons.

import type { Action, Diagnostic as Mark } from "@codemirror/lint";
import type { Text } from "@codemirror/state";
import type { Diagnostic, FixIt } from "../compile/types.ts";
import { h } from "./dom.ts";
import { hasText, t } from "./language.ts";

/** A place as the compiler counts it, in a text of which the first `skip` lines are not shown. */
function offset(doc: Text, skip: number, line: number, column: number): number {
  const shown = Math.min(Math.max(line - skip, 1), doc.lines);
  const { from, length } = doc.line(shown);
  return from + (shown === line - skip ? Math.min(Math.max(column - 1, 0), length) : 0);
}

function range(doc: Text, skip: number, place: Diagnostic | FixIt): { from: number; to: number } {
  const from = offset(doc, skip, place.line, place.column);
  return { from, to: Math.max(from, offset(doc, skip, place.endLine, place.endColumn)) };
}

/** All fix-its of one message belong together: half of them would not compile. */
function actions(fixIts: readonly FixIt[], skip: number): Action[] {
  const [first] = fixIts;
  if (!first || fixIts.some(({ line }) => line <= skip)) return [];
  const text = fixIts.map((each) => each.text.trim()).join(" ");
  return [
    {
      name: text ? t("editor.fix", { text }) : t("editor.fix.remove"),
      apply: (view) => {
        const changes = fixIts.map((each) => ({ ...range(view.state.doc, skip, each), insert: each.text }));
        view.dispatch({ changes, userEvent: "input.fix" });
        view.focus();
      },
    },
  ];
}

function message(diagnostic: Diagnostic): HTMLElement {
  const advice = diagnostic.advice && hasText(diagnostic.advice) ? t(diagnostic.advice) : "";
  return h(
    "div",
    {},
    diagnostic.message,
    ...diagnostic.notes.map((note) =>
      h("div", { class: "cm-note" }, t("editor.note", { line: String(note.line), text: note.message })),
    ),
    advice !== "" && h("div", { class: "cm-note" }, advice),
  );
}

const severities = { error: "error", warning: "warning", note: "info" } as const;

/** Marks for one file's diagnostics. */
export function marks(doc: Text, skip: number, diagnostics: readonly Diagnostic[]): Mark[] {
  return diagnostics.map((diagnostic) => {
    const { from, to } = range(doc, skip, diagnostic);
    const fixIts = [diagnostic, ...diagnostic.notes].find((each) => each.fixIts.length > 0)?.fixIts ?? [];
    return {
      from,
      to,
      severity: severities[diagnostic.severity],
      message: diagnostic.message,
      renderMessage: () => message(diagnostic),
      actions: actions(fixIts, skip),
    };
  });
}
