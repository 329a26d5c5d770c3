// SPDX-License-Identifier: MIT
// Packs the compiler that runs in the page: clang, headers, libraries and a precompiled header, in pieces that any
// static host serves, with a manifest of what they are.

import { createHash } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { compileCommands, linkCommand, precompile } from "./compiler_commands.mjs";
import { headers, ownLibraries, sourcesOf, sysrootLibraries } from "./compiler_files.mjs";
import { flagsOfEmcc } from "./compiler_flags.mjs";
import { Llvm, llvmWasm } from "./compiler_llvm.mjs";
import { inBuild } from "./paths.mjs";
import { isDone, keyOf, markDone } from "./stamp.mjs";

const largest = 8 << 20; // what every static host takes
const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 32);

/** Files one after another, behind a JSON list of their paths and sizes. */
function pack(files) {
  const list = Buffer.from(JSON.stringify([...files].map(([path, bytes]) => [path, bytes.length])));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(list.length);
  return Buffer.concat([length, list, ...files.values()]);
}

/** Writes a part in compressed pieces, unless they lie there already. */
async function writePart(folder, name, bytes) {
  const hash = hashOf(bytes);
  const record = join(folder, `${name}-${hash}.json`);
  if (existsSync(record)) return JSON.parse(readFileSync(record, "utf8"));
  for (const old of readdirSync(folder)) if (old.startsWith(`${name}-`)) rmSync(join(folder, old));
  const compressed = await promisify(gzip)(bytes, { level: 9 });
  const pieces = [];
  for (let at = 0; at < compressed.length; at += largest) {
    const piece = compressed.subarray(at, at + largest);
    const file = `${name}-${hash}.${pieces.length}.bin`;
    writeFileSync(join(folder, file), piece);
    pieces.push({ file, size: piece.length });
  }
  const part = { name, hash, size: bytes.length, pieces };
  writeFileSync(record, JSON.stringify(part));
  return part;
}

/** Makes build/compiler, if something that it is made of has changed. */
export async function compiler({ emscripten, env, wasm = inBuild("wasm") }) {
  const folder = inBuild("compiler");
  const key = `2 ${emscripten} ${keyOf(...sourcesOf(wasm))}`;
  if (existsSync(join(folder, "manifest.json")) && isDone("compiler", key)) return;
  mkdirSync(folder, { recursive: true });
  const flags = flagsOfEmcc(emscripten, env);
  const llvm = await Llvm.open();
  const { objects, archives } = ownLibraries(wasm);
  const system = sysrootLibraries(flags.sysroot, flags.libraries);
  const included = await headers(flags.sysroot);
  const commands = compileCommands(llvm, flags, included);
  const link = linkCommand(llvm, flags, objects, archives, system);
  const precompiled = precompile(llvm, commands.cxx.frontend, included);
  const files = new Map([...included, ...objects, ...archives, ...system, ...link.files]);
  const parts = [
    await writePart(folder, "clang", readFileSync(llvmWasm())),
    await writePart(folder, "files", pack(files)),
    await writePart(folder, "precompiled", pack(precompiled)),
  ];
  const manifest = { parts, compile: commands, link: link.command, precompiled: "/porthole/common.pch" };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
  markDone("compiler", key);
}

/** Puts the compiler beside a page, without a second copy of its bytes. */
export function placeCompiler(site) {
  const from = inBuild("compiler");
  const to = inBuild(site, "compiler");
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  const { parts } = JSON.parse(readFileSync(join(from, "manifest.json"), "utf8"));
  const names = ["manifest.json", ...parts.flatMap((part) => part.pieces.map((piece) => piece.file))];
  for (const name of names) linkSync(join(from, name), join(to, name));
}
