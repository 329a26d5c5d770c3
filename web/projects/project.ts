// SPDX-License-Identifier: MIT
// A reader's own program: its files, its arguments, and what it began as. Values; nothing here changes one in place.

import type { SourceFile } from "../compile/types.ts";

/** What a project began as: an example, with the text that it had then. */
export interface Origin {
  example: string;
  files: SourceFile[];
}

export interface Project {
  id: string;
  name: string;
  files: SourceFile[];
  args: string[];
  origin: Origin | null;
  /** When it was changed last, in milliseconds since 1970. */
  changed: number;
  /** It began in a link that someone shared. */
  foreign?: boolean;
}

export const limits = { files: 20, name: 80, text: 1 << 20 };

/** Why a file name will not do: it names a key of the page's texts. */
export type NameProblem = "file.bad" | "file.taken" | "file.many";

const sourceName = /^[\p{L}\p{N}_][\p{L}\p{N}_.+-]*\.(cpp|cc|cxx|c|hpp|hh|h)$/u;

/** What is wrong with giving a project a file of this name, or undefined. */
export function nameProblem(files: readonly SourceFile[], name: string): NameProblem | undefined {
  if (files.length >= limits.files) return "file.many";
  if (!sourceName.test(name) || name.length > limits.name) return "file.bad";
  return files.some((file) => file.name.toLowerCase() === name.toLowerCase()) ? "file.taken" : undefined;
}

/** The same for a file that is in the project already and gets another name. */
export function renameProblem(files: readonly SourceFile[], from: string, to: string): NameProblem | undefined {
  return nameProblem(
    files.filter((file) => file.name !== from),
    to,
  );
}

/** A project's name without control characters, never empty and never too long. */
export function tidyName(name: string, instead: string): string {
  const bare = name.replace(/\p{C}+/gu, " ").trim();
  return [...(bare || instead)].slice(0, limits.name).join("");
}

/** A name that none of the others has: "echo", "echo 2", "echo 3". */
export function freeName(wanted: string, taken: readonly string[]): string {
  const stem = wanted.replace(/ \d+$/, "");
  let name = wanted;
  for (let number = 2; taken.includes(name); number++) name = `${stem} ${number}`;
  return name;
}

export function makeProject(
  name: string,
  files: SourceFile[],
  args: readonly string[],
  origin: Origin | null,
  foreign = false,
): Project {
  return { id: crypto.randomUUID(), name, files, args: [...args], origin, changed: Date.now(), foreign };
}

/** Replaces the text of one file. */
export function withText(files: readonly SourceFile[], name: string, text: string): SourceFile[] {
  return files.map((file) => (file.name === name ? { name, text } : file));
}

export const withoutFile = (files: readonly SourceFile[], name: string): SourceFile[] =>
  files.filter((file) => file.name !== name);

export function withName(files: readonly SourceFile[], from: string, to: string): SourceFile[] {
  return files.map((file) => (file.name === from ? { name: to, text: file.text } : file));
}

/** Whether two sets of files are the same, names, texts and order. */
export function sameFiles(one: readonly SourceFile[], other: readonly SourceFile[]): boolean {
  return (
    one.length === other.length &&
    one.every((file, at) => file.name === other[at]?.name && file.text === other[at]?.text)
  );
}

/** The sources that the compiler is given on its command line; headers are found by #include. */
export const sourcesOf = (files: readonly SourceFile[]): SourceFile[] =>
  files.filter(({ name }) => /\.(cpp|cc|cxx|c)$/.test(name));

/** What the program is called on a command line: its first source, without the ending. */
export function programName(files: readonly SourceFile[]): string {
  const first = sourcesOf(files)[0]?.name;
  return first ? first.slice(0, first.lastIndexOf(".")) : "program";
}
