// SPDX-License-Identifier: MIT
// What was done for which input, so that a second run does only what changed.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inBuild } from "./paths.mjs";

const file = (name) => inBuild("stamps", name);

export function isDone(name, key) {
  return doneFor(name) === key;
}

/** The key that a thing was done for, or "". */
export function doneFor(name) {
  return existsSync(file(name)) ? readFileSync(file(name), "utf8") : "";
}

export function markDone(name, key) {
  mkdirSync(inBuild("stamps"), { recursive: true });
  writeFileSync(file(name), key);
}

/** A key over the names, sizes and times of every file below these places. */
export function keyOf(...places) {
  const hash = createHash("sha256");
  const visit = (path) => {
    const info = statSync(path);
    if (info.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(`${path}\0${info.size}\0${info.mtimeMs}\n`);
  };
  for (const place of places) if (existsSync(place)) visit(place);
  return hash.digest("hex");
}
