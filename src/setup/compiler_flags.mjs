// SPDX-License-Identifier: MIT
// The flags of the page's compiler are those that emcc passes on, asked of emcc itself.

import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inBuild } from "./paths.mjs";
import { SetupError } from "./say.mjs";

const wasmExceptions = ["-fwasm-exceptions", "-sSUPPORT_LONGJMP=wasm"];
const program = ["-sSTANDALONE_WASM", "-sALLOW_MEMORY_GROWTH", "-sSTACK_SIZE=1MB", "-sERROR_ON_UNDEFINED_SYMBOLS=0"];

function linesOf(emcc, args, env) {
  const result = spawnSync(emcc, args, { encoding: "utf8", env: { ...process.env, ...env }, maxBuffer: 1 << 26 });
  if (result.status !== 0) throw new SetupError(`${emcc} ${args.join(" ")}\n${result.stderr}`);
  return result.stderr.split("\n");
}

/** Options that come with a value of their own, and those that belong to every program. */
function keep(words, pairs, singles) {
  const kept = [];
  for (let i = 0; i < words.length; i++) {
    if (pairs.includes(words[i])) kept.push(words[i], words[++i]);
    else if (singles.test(words[i])) kept.push(words[i]);
  }
  return kept;
}

const words = (line) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);

/**
 * What emcc says to clang and to wasm-ld.
 * @returns {{compile: string[], link: string[], libraries: string[], sysroot: string}} libraries are file names in the
 *   sysroot, in the linker's order
 */
export function flagsOfEmcc(emscripten, env) {
  const folder = inBuild("compiler-work");
  mkdirSync(folder, { recursive: true });
  const source = join(folder, "empty.cpp");
  const object = join(folder, "empty.o");
  writeFileSync(source, "int main() {}\n");
  const emcc = join(emscripten, "em++");
  const compiling = linesOf(emcc, ["-v", "-O1", ...wasmExceptions, "-c", source, "-o", object], env)
    .filter((line) => /^ "?\S*clang/.test(line))
    .map(words)[0];
  const linking = linesOf(emcc, ["-v", "-O1", ...wasmExceptions, ...program, object, "-o", `${folder}/empty.wasm`], env)
    .filter((line) => /^ "?\S*wasm-ld/.test(line))
    .map(words)[0];
  if (!compiling || !linking) throw new SetupError("emcc -v does not show its commands");
  const sysroot = compiling.find((word) => word.startsWith("--sysroot=")).slice("--sysroot=".length);
  // What -l names, and what emcc names only where a program calls JavaScript's side of it.
  const none = /^-l(GL|al|html5)/;
  const libraries = linking
    .filter((word) => (word.startsWith("-l") && !none.test(word)) || word.endsWith("/crt1.o"))
    .map((word) => (word.startsWith("-l") ? `lib${word.slice(2)}.a` : "crt1.o"));
  return {
    sysroot,
    libraries,
    compile: [
      ...keep(compiling, ["-target", "-mllvm"], /^(-DEMSCRIPTEN|-fwasm-exceptions)$/),
      "-Xclang",
      "-iwithsysroot/include/compat",
    ],
    // wasm-ld 22 places the stack first by itself and refuses a base below it.
    link: keep(linking, ["-mllvm", "-z"], /^--(strip|export|max-memory|initial-heap|table-base)/),
  };
}
