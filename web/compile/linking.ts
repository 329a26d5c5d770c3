// SPDX-License-Identifier: MIT
// What the linker wrote, as diagnostics at the places in the sources that use what is missing.

import type { Diagnostic, SourceFile } from "./types.ts";

const undefinedSymbol = /^wasm-ld: error: (?:\S*?([^/\s:()]+)\.o\)?): undefined symbol: (.*)$/;
const duplicate = /^wasm-ld: error: duplicate symbol: (.*)$/;

/** The first place in a program's sources where a function of that name is called, else the first line. */
export function placeOf(name: string, files: readonly SourceFile[], prefer?: string): Omit<Diagnostic, "message"> {
  // "porthole::thing(int, char)" is written as thing; a constructor as its class.
  const word = /([\w~]+)\s*(?:<.*>)?(?:\(.*\).*)?$/.exec(name)?.[1] ?? name;
  const ordered = [...files].sort((one, other) => Number(other.name === prefer) - Number(one.name === prefer));
  for (const { name: file, text } of ordered) {
    for (const [index, line] of text.split("\n").entries()) {
      const at = line.search(new RegExp(`(?<![\\w~])${word.replace("~", "\\~")}(?!\\w)`));
      if (at < 0 || /^\s*(#|\/\/)/.test(line)) continue;
      const where = { file, line: index + 1, column: at + 1, endLine: index + 1, endColumn: at + word.length + 1 };
      return { ...where, severity: "error", fixIts: [], notes: [] };
    }
  }
  const file = prefer ?? files[0]?.name ?? "";
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1, severity: "error", fixIts: [], notes: [] };
}

/** Reads what wasm-ld wrote; `sourceOf` tells the source that an object was made of. */
export function parseLinker(
  text: string,
  files: readonly SourceFile[],
  sourceOf: (object: string) => string | undefined,
): Diagnostic[] {
  const diagnostics = new Map<string, Diagnostic>();
  for (const line of text.split("\n")) {
    const missing = undefinedSymbol.exec(line);
    if (missing) {
      const name = (missing[2] ?? "").replace(/^__(main_\w+|original_main)$/, "main");
      if (diagnostics.has(name)) continue;
      const message = `undefined symbol: ${name}`;
      const advice = name === "main" ? "advice.noMain" : "advice.undefinedSymbol";
      diagnostics.set(name, { ...placeOf(name, files, sourceOf(missing[1] ?? "")), message, advice });
      continue;
    }
    const twice = duplicate.exec(line);
    if (twice) {
      const name = twice[1] ?? "";
      const advice = "advice.duplicateSymbol";
      diagnostics.set(name, { ...placeOf(name, files), message: `duplicate symbol: ${name}`, advice });
    }
  }
  return [...diagnostics.values()];
}
