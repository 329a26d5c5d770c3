// SPDX-License-Identifier: MIT
// The list of examples that the build puts beside the page.

import type { Argument } from "./arguments.ts";
import { type Language, language } from "./language.ts";

export type Translated = Record<Language, string>;

export interface Example {
  name: string;
  /** The group it belongs to: a protocol's name, or "Sockets". */
  protocol: string;
  title: Translated;
  blurb: Translated;
  usage: string;
  /** What the usage line names, in order. */
  arguments: Argument[];
  /** Arguments that the page fills in. */
  page: string[];
  /** Other arguments, offered one click away. */
  also: string[][];
  source: string;
  wasm: string;
}

/** A text of an example in the reader's language. */
export const inLanguage = (text: Translated): string => text[language()] || text.en;

async function fetchBeside(path: string): Promise<Response> {
  const response = await fetch(new URL(path, document.baseURI));
  if (!response.ok) throw new Error(`${path}: ${response.status} ${response.statusText}`);
  return response;
}

/** Reads examples/index.json; throws where it is not there or is empty. */
export async function loadExamples(): Promise<Example[]> {
  const list: unknown = await (await fetchBeside("examples/index.json")).json();
  if (!Array.isArray(list) || list.length === 0) throw new Error("examples/index.json: no examples");
  return list as Example[];
}

const sources = new Map<string, Promise<string>>();

/** An example's source text; fetched once. */
export function loadSource(example: Example): Promise<string> {
  let source = sources.get(example.name);
  if (!source) {
    source = fetchBeside(example.source).then((response) => response.text());
    source.catch(() => sources.delete(example.name));
    sources.set(example.name, source);
  }
  return source;
}

/** Where an example's module is; the worker fetches it by itself. */
export const wasmUrl = (example: Example): string => new URL(example.wasm, document.baseURI).href;
