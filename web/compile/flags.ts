// SPDX-License-Identifier: MIT
// From a reader's flags to clang's own command line, and whether the precompiled header fits it.

import { type Folder, fileOf } from "./files.ts";
import type { Llvm } from "./llvm.ts";
import type { Command } from "./manifest.ts";

/** A header that was read beforehand must not be read again. */
const harmless = /^-(W(?!a,|l,|p,)|O[123]$|std=c\+\+20$|f(no-)?diagnostics-|f?error-limit)/;

/** What would write files elsewhere, load other code, or end with something other than an object. */
const refused =
  /^(-o|-c|-E|-S|-M\w*|-###|-v|-cc1.*|--version|--help.*|-x|-l.*|-L.*|-Wl,.*|-Xlinker|-f?plugin.*|@.*|[^-].*)$/;

export function refusedFlags(flags: readonly string[]): string[] {
  return flags.filter((flag) => refused.test(flag));
}

function argumentsOf(text: string): string[] | null {
  const line = text.split("\n").find((each) => each.startsWith(' "'));
  if (!line) return null;
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map(([, word = ""]) => word.replace(/\\(.)/g, "$1"))
    .filter(Boolean);
}

export interface Frontend {
  args: string[];
  /** The precompiled header was made with the same language and macros. */
  precompiled: boolean;
}

/** Clang's own command lines, asked of the driver once for each set of flags. */
export class Frontends {
  private readonly known = new Map<string, Frontend>();

  constructor(
    private readonly llvm: Llvm,
    private readonly root: Folder,
  ) {}

  /** The command for in.c or in.cpp; a string is what the driver has against the flags. */
  of(command: Command, cxx: boolean, flags: readonly string[]): Frontend | string {
    const wanted = flags.filter((flag) => cxx || !/^-std=(c|gnu)\+\+/.test(flag));
    const fits = wanted.filter((flag) => cxx === /^-std=(c|gnu)\+\+/.test(flag) || !flag.startsWith("-std="));
    if (fits.length === 0) return { args: command.frontend, precompiled: cxx };
    const key = JSON.stringify([cxx, fits]);
    const found = this.known.get(key);
    if (found) return found;
    const source = cxx ? "in.cpp" : "in.c";
    this.root.set(source, fileOf(new Uint8Array()));
    const { text } = this.llvm.run([...command.driver, ...fits, "-###", "-c", source, "-o", "out.o"], this.root);
    this.root.delete(source);
    const args = /^\S+: error:/m.test(text) ? null : argumentsOf(text);
    if (!args) return text;
    const frontend = { args, precompiled: cxx && fits.every((flag) => harmless.test(flag)) };
    this.known.set(key, frontend);
    return frontend;
  }
}
