// SPDX-License-Identifier: MIT
// Building: CMake presets for C++, Vite for the page. Ninja and a stamp leave out what did not change.

import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inBuild, root } from "./paths.mjs";
import { run } from "./run.mjs";
import { doneFor, isDone, keyOf, markDone } from "./stamp.mjs";

/** Configures a preset once (Ninja configures again when a CMake file changes) and builds it. */
export async function preset(name, { env = {}, binaryDir = name, targets = [] } = {}) {
  // Every build folder, and every clone, finds what another has compiled.
  const shared = { CCACHE_BASEDIR: root, CCACHE_NOHASHDIR: "1", CCACHE_SLOPPINESS: "pch_defines,time_macros" };
  const options = { cwd: root, env: { ...process.env, ...shared, ...env } };
  const key = `${name} ${env.PORTHOLE_EMSCRIPTEN ?? ""} ${process.env.CC ?? ""} ${process.env.CXX ?? ""}`;
  const stamp = `cmake-${binaryDir}`;
  if (!existsSync(inBuild(binaryDir, "build.ninja")) || !isDone(stamp, key)) {
    rmSync(inBuild(binaryDir, "CMakeCache.txt"), { force: true });
    await run("cmake", ["--preset", name, "--log-level=WARNING"], options);
    markDone(stamp, key);
  }
  const target = targets.length > 0 ? ["--target", ...targets] : [];
  await run("cmake", ["--build", inBuild(binaryDir), ...target], options);
}

/** The preset for the page's programs: a folder that was set up for tests stays so, and is not set up anew. */
export function wasmPreset(forTests) {
  return forTests || doneFor("cmake-wasm").startsWith("wasm-test ") ? "wasm-test" : "wasm";
}

/** Bundles with Vite when a source is newer than the bundle. */
export async function bundle(name, config, ...sources) {
  const key = keyOf(join(root, "package-lock.json"), join(root, config), ...sources.map((path) => join(root, path)));
  if (existsSync(inBuild(name, "index.html")) && isDone(`vite-${name}`, key)) return;
  const vite = join(root, "node_modules/vite/bin/vite.js");
  await run(process.execPath, [vite, "build", "--config", config, "--logLevel", "warn"], { cwd: root });
  markDone(`vite-${name}`, key);
}

/** Puts a folder of compiled programs beside a page: "examples", or the page's own "programs". */
export function placeModules(folder, site) {
  const from = inBuild("wasm", folder);
  const to = inBuild(site, folder);
  const stamp = `${folder}-${site}`;
  const key = keyOf(from);
  if (existsSync(to) && isDone(stamp, key)) return;
  cpSync(from, to, { recursive: true });
  markDone(stamp, key);
}
