// SPDX-License-Identifier: MIT
// Every word that an example's usage line says has a label in both languages, in the page's own catalogues.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { hasText } from "../../../web/ui/language.ts";
import { protocols } from "../../../web/ui/protocols.ts";

const folder = join(import.meta.dirname, "../../../src/examples");
const sources = readdirSync(folder).filter((name) => /\.(c|cpp)$/.test(name));

/** The value of a line in the first comment of a source. */
function header(source: string, key: string): string | undefined {
  return new RegExp(`^// ${key}: (.*)$`, "m").exec(readFileSync(join(folder, source), "utf8"))?.[1];
}

describe("the examples", () => {
  it.each(sources)("%s names arguments and a protocol that the page has words for", (source) => {
    const words = header(source, "usage")?.match(/\b[A-Z][A-Z0-9_]*\b/g) ?? [];
    expect(words.filter((word) => !hasText(`field.${word}`))).toEqual([]);
    expect(protocols.map(({ name }) => name)).toContain(header(source, "protocol"));
  });
});
