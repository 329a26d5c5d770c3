// SPDX-License-Identifier: MIT
// The list of examples that the build puts beside the page.

import type { SourceFile } from "../compile/types.ts";
import type { Argument } from "./arguments.ts";
import { type Language, language } from "./language.ts";
import type { Own } from "./own-programs.ts";

export type Translated = Record<Language, string>;

/** Another example, with arguments. */
export interface Partner {
  name: string;
  args: string[];
}

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
  /** The example that must run before this one. */
  server?: Partner;
  /** Examples that are run beside this one. */
  beside?: Partner[];
  /** What the browser panel opens once it listens. */
  browse?: string;
  source: string;
  wasm: string;
  /** A reader's own program goes about as an example too: this is what it has beyond one. */
  own?: Own;
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

/** An example, and those that go with it. */
export function withPartners(examples: readonly Example[], name: string): Example[] {
  const first = examples.filter((example) => example.name === name);
  const names = first.flatMap(({ server, beside = [] }) => [server, ...beside].map((each) => each?.name));
  return [...first, ...examples.filter((example) => example.name !== name && names.includes(example.name))];
}

/** What an example's source file is called. */
export const fileName = (example: Example): string => example.source.split("/").pop() ?? example.source;

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

/** The files of an example, or of a program of the reader's own. */
export async function loadFiles(example: Example): Promise<SourceFile[]> {
  return example.own?.files ?? [{ name: fileName(example), text: await loadSource(example) }];
}

/** Where an example's module is; the worker fetches it by itself. */
export const wasmUrl = (example: Example): string => new URL(example.wasm, document.baseURI).href;
