// SPDX-License-Identifier: MIT
// Programs that compile and link, and yet use what a program in a page does not have: their objects say so.

import { placeOf } from "./linking.ts";
import type { Diagnostic, SourceFile } from "./types.ts";

/** What the page has no counterpart for, by the name that an object asks for. */
const absent: [RegExp, advice: string, word: string][] = [
  [/^(pthread_create|thrd_create)$/, "advice.threads", "pthread_create|thrd_create|(?:std::)?(?:jthread|thread|async)"],
  [/^(fork|vfork|posix_spawnp?|execv[ep]*|execl[ep]*|fexecve|system|popen|wordexp)$/, "advice.processes", ""],
];

function leb(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++] ?? 0;
    value |= (byte & 0x7f) << shift;
    if (!(byte & 0x80)) return [value >>> 0, at];
  }
}

/** The names of the functions that an object imports. */
export function importedFunctions(object: Uint8Array): string[] {
  const names: string[] = [];
  const text = new TextDecoder();
  const name = (at: number): [string, number] => {
    const [length, start] = leb(object, at);
    return [text.decode(object.subarray(start, start + length)), start + length];
  };
  for (let at = 8; at < object.length; ) {
    const id = object[at] ?? 0;
    const [size, start] = leb(object, at + 1);
    at = start + size;
    if (id !== 2) continue;
    let [count, next] = leb(object, start);
    for (; count > 0; count--) {
      let field: string;
      [, next] = name(next);
      [field, next] = name(next);
      const kind = object[next++];
      if (kind === 0) {
        names.push(field);
        [, next] = leb(object, next);
      } else if (kind === 1 || kind === 2) {
        if (kind === 1) next++;
        const flags = object[next++] ?? 0;
        [, next] = leb(object, next);
        if (flags & 1) [, next] = leb(object, next);
      } else {
        // A global's type and mutability, a tag's attribute and type.
        [, next] = leb(object, next + 1);
      }
    }
    return names;
  }
  return names;
}

/** Warnings about threads and processes, at the place that uses them. */
export function absentCalls(object: Uint8Array, file: string, files: readonly SourceFile[]): Diagnostic[] {
  const imported = importedFunctions(object);
  const warnings: Diagnostic[] = [];
  for (const [pattern, advice, words] of absent) {
    const name = imported.find((each) => pattern.test(each));
    if (!name) continue;
    const own = files.filter((each) => each.name === file);
    const word = new RegExp(`\\b(${words || name})\\b`).exec(own[0]?.text ?? "")?.[1] ?? name;
    const message = `${name} fails in the page: a program there is one process with one thread`;
    warnings.push({ ...placeOf(word.replace("std::", ""), own, file), severity: "warning", message, advice });
  }
  return warnings;
}
