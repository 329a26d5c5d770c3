// SPDX-License-Identifier: MIT
// manifest.mjs OUT SOURCE...: writes examples/index.json from the first comment of each source.

import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { describe } from "./header.mjs";

function entry(path) {
  try {
    return describe(basename(path), readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path}: ${error.message}`);
  }
}

const [out, ...sources] = process.argv.slice(2);
try {
  writeFileSync(out, `${JSON.stringify(sources.map(entry), null, 2)}\n`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
