// SPDX-License-Identifier: MIT
// node table.mjs WASM_DIR: docs/seam.md has a row for every import of the module "posix", each row names tests that are
// there, and real programs import nothing that web/posix does not offer.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CASES } from "./cases.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const wasmDir = process.argv[2];
const complaints = [];

const calls = join(root, "web/posix/calls");
const offered = new Map();
for (const file of readdirSync(calls)) {
  for (const [, name, kind] of readFileSync(join(calls, file), "utf8").matchAll(/^ {4}(\w+): (prompt|waits)\(/gm)) {
    offered.set(name, kind);
  }
}

const rows = new Map();
for (const line of readFileSync(join(root, "docs/seam.md"), "utf8").split("\n")) {
  const cells = line.split("|").map((cell) => cell.trim());
  const name = /^`(\w+)`$/.exec(cells[1] ?? "")?.[1];
  if (name)
    rows.set(name, { suspends: cells[2], tests: [...cells[5].matchAll(/`([\w-]+)`/g)].map((match) => match[1]) });
}

for (const [name, kind] of offered) {
  const row = rows.get(name);
  if (!row) complaints.push(`${name} has no row in docs/seam.md`);
  else if ((kind === "waits") !== (row.suspends === "yes"))
    complaints.push(`${name}: the row is wrong about suspending`);
}
const programs = new Set(CASES.map((test) => test.name));
for (const [name, { tests }] of rows) {
  if (!offered.has(name)) complaints.push(`${name} has a row, but web/posix does not offer it`);
  if (tests.length === 0) complaints.push(`${name} names no test`);
  for (const test of tests) {
    const source = ["c", "cpp"].some((ending) => existsSync(join(here, "programs", `${test}.${ending}`)));
    if (!programs.has(test) || !source) complaints.push(`${name}: there is no test ${test}`);
  }
}

/** Functions of WASI and of Emscripten's own that the loader provides. */
const BESIDE =
  /^(wasi_snapshot_preview1\.(args|environ)_(get|sizes_get)|wasi_snapshot_preview1\.(clock_time_get|clock_res_get|random_get|proc_exit)|env\.emscripten_notify_memory_growth)$/;
const modules = readdirSync(wasmDir, { recursive: true }).filter((file) => file.endsWith(".wasm"));
if (modules.length === 0) complaints.push(`there are no programs in ${wasmDir}`);
for (const file of modules) {
  const module = new WebAssembly.Module(readFileSync(join(wasmDir, file)));
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    if (from === "posix" ? !offered.has(name) : !BESIDE.test(`${from}.${name}`)) {
      complaints.push(`${file} imports ${from}.${name}, which the page does not offer`);
    }
  }
}

for (const complaint of complaints) console.log(complaint);
console.log(`${offered.size} imports, ${rows.size} rows, ${modules.length} programs, ${complaints.length} complaints`);
process.exitCode = complaints.length > 0 ? 1 : 0;
