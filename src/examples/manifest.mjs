// SPDX-License-Identifier: MIT
// manifest.mjs OUT SOURCE...: writes examples/index.json from the first comment of each source.

import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

/** The `// key: value` lines at the top of a source, each key with all its values. */
function firstComment(path) {
  const fields = new Map();
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (!line.startsWith("//")) break;
    const field = /^\/\/ ([a-z.]+): (.*\S)\s*$/.exec(line);
    if (!field && fields.size > 0) throw new Error(`${path}: "${line}" has no key; a value stands on one line`);
    if (field) fields.set(field[1], [...(fields.get(field[1]) ?? []), field[2]]);
  }
  return fields;
}

function entry(path) {
  const file = basename(path);
  const name = file.replace(/\.[^.]*$/, "");
  const fields = firstComment(path);
  const one = (key) => {
    const values = fields.get(key) ?? [];
    if (values.length !== 1) throw new Error(`${path}: its first comment needs one line "// ${key}: ..."`);
    return values[0];
  };
  const words = (line) => line.split(/\s+/);
  return {
    name,
    title: { en: one("title"), zh: one("title.zh") },
    blurb: { en: one("blurb"), zh: one("blurb.zh") },
    usage: one("usage"),
    page: words(one("page")),
    also: (fields.get("also") ?? []).map(words),
    source: `examples/${file}`,
    wasm: `examples/${name}.wasm`,
  };
}

const [out, ...sources] = process.argv.slice(2);
try {
  writeFileSync(out, `${JSON.stringify(sources.map(entry), null, 2)}\n`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
