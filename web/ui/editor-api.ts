// SPDX-License-Identifier: MIT
// Completion and hover for our API. Fetched with its data after the editor is there.

import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  type CompletionSource,
  completeAnyWord,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import { Api, type Entry } from "./api.ts";
import { h } from "./dom.ts";

/** Overloads stand one above the other; the page does not get longer than this. */
const mostShown = 4;

function describe(entries: readonly Entry[], kind = "cm-api"): HTMLElement {
  const parts = entries.slice(0, mostShown).flatMap(({ text, doc }) => [
    h("code", { class: "api-text" }, text),
    ...(doc ?? "")
      .split(/\n\s*\n/)
      .filter(Boolean)
      .map((paragraph) => h("p", {}, paragraph.replaceAll("\n", " "))),
  ]);
  const header = entries[0] && h("p", { class: "api-header" }, `#include "${entries[0].header}"`);
  return h("div", { class: kind }, ...parts, header);
}

const types = { class: "class", type: "type", function: "function", field: "property", constant: "constant" } as const;

/** One completion for all overloads of a name. */
function completions(entries: readonly Entry[]): Completion[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = `${entry.in ?? ""}::${entry.name}`;
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [Entry];
    return {
      label: first.name,
      detail: first.in ?? first.space ?? "",
      type: types[first.kind],
      info: () => describe(group, "cm-api-info"),
      boost: 1,
    };
  });
}

function source(api: Api) {
  return (context: CompletionContext): CompletionResult | null => {
    const word = context.matchBefore(/\w*/);
    const from = word?.from ?? context.pos;
    const before = context.state.sliceDoc(Math.max(0, from - 200), from);
    if (/^\s*(#|\/\/)/.test(before.slice(before.lastIndexOf("\n") + 1))) return null;
    const member = /(\w+)(?:\[[^\]]*\]|\([^()]*\))?\s*(?:\.|->)$/.exec(before);
    const scope = /(\w+)::$/.exec(before);
    const validFor = /^\w*$/;
    if (member?.[1]) {
      const type = api.classOf(member[1], context.state.doc.toString());
      return { from, options: completions(type ? api.membersOf(type) : api.allMembers), validFor };
    }
    if (scope?.[1]) return { from, options: completions(api.within(scope[1])), validFor };
    if (from === context.pos && !context.explicit) return null;
    return { from, options: completions(api.free), validFor };
  };
}

/** Words of the text itself, but where only our API's can follow. */
const otherWord: CompletionSource = (context) =>
  context.matchBefore(/(\.|->|::)\w*/) ? null : completeAnyWord(context);

function hover(api: Api): Extension {
  return hoverTooltip((view, pos) => {
    const word = view.state.wordAt(pos);
    if (!word) return null;
    const before = view.state.sliceDoc(Math.max(0, word.from - 80), word.from);
    const entries = pick(api, view.state.sliceDoc(word.from, word.to), before, view.state.doc.toString());
    if (entries.length === 0) return null;
    return { pos: word.from, end: word.to, above: true, create: () => ({ dom: describe(entries) }) };
  });
}

/** Of all that have the name, those that the text before it means. */
function pick(api: Api, name: string, before: string, text: string): readonly Entry[] {
  const entries = api.named(name);
  const member = /(\w+)\s*(?:\.|->)$/.exec(before)?.[1];
  if (member) {
    const type = api.classOf(member, text);
    const own = entries.filter((entry) => type && entry.in?.split("::").pop() === type);
    return own.length > 0 ? own : entries.filter((entry) => entry.in);
  }
  const scope = /(\w+)::$/.exec(before)?.[1];
  const within = entries.filter((entry) => scope && [entry.in, entry.space].some((each) => each?.endsWith(scope)));
  return within.length > 0 ? within : entries.filter((entry) => !entry.in);
}

/** Fetches what is known of our libraries, and makes completion and hover of it. */
export async function apiHelp(): Promise<Extension> {
  const response = await fetch(new URL("api.json", document.baseURI));
  if (!response.ok) throw new Error(`api.json: ${response.status}`);
  const api = new Api((await response.json()) as Entry[]);
  return [
    // Tab stays Tab; Enter accepts what is chosen.
    autocompletion({ override: [source(api), otherWord] }),
    hover(api),
  ];
}
