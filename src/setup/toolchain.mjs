// SPDX-License-Identifier: MIT
// Emscripten: the one on PATH or in $EMSDK when it is new enough, else a private copy of Debian 13's below build/.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { inBuild } from "./paths.mjs";
import { have, output, run } from "./run.mjs";
import { SetupError, say } from "./say.mjs";
import { download, update, versionOf } from "./trixie.mjs";

const oldest = [3, 1, 69];
const pins = { emscripten: "3.1.69", binaryen: "120" };
const runtime = ["libc6", "libstdc++6", "libgcc-s1", "node-acorn"];
const llvm = "/usr/lib/llvm-19/bin";
const layout = 3; // raise it when what is written below changes

function versionOfEmcc(emcc) {
  const text = output(emcc, ["--version"]);
  return text && /(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number);
}

function newEnough(version) {
  for (let i = 0; i < 3; i++) if (version[i] !== oldest[i]) return version[i] > oldest[i];
  return true;
}

/** An Emscripten that is already on the machine, or null. */
function installed() {
  const places = process.env.EMSDK ? [join(process.env.EMSDK, "upstream/emscripten/emcc"), "emcc"] : ["emcc"];
  for (const emcc of places) {
    const version = have(emcc) ? versionOfEmcc(emcc) : null;
    if (version && newEnough(version)) return { emcc, version: version.join("."), env: {} };
  }
  return null;
}

function wrapBinaryen(root) {
  const loader = ["usr/lib64", "usr/lib"]
    .map((folder) => join(root, folder))
    .flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []))
    .find((path) => /\/ld-linux[^/]*\.so\.\d+$/.test(path));
  const libraries = readdirSync(join(root, "usr/lib")).filter((name) => name.includes("-linux-gnu"));
  const path = libraries.map((name) => join(root, "usr/lib", name)).join(":");
  mkdirSync(join(root, "binaryen/bin"), { recursive: true });
  for (const tool of readdirSync(join(root, "usr/bin")).filter((name) => name.startsWith("wasm"))) {
    const script = join(root, "binaryen/bin", tool);
    writeFileSync(
      script,
      `#!/bin/sh\nexec "${loader}" --library-path "${path}" "${join(root, "usr/bin", tool)}" "$@"\n`,
    );
    chmodSync(script, 0o755);
  }
}

async function installPrivate(folder) {
  const stamp = join(folder, "stamp.json");
  const wanted = JSON.stringify({ layout, pins, folder });
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  if (!existsSync(join(llvm, "clang")))
    throw new SetupError(`${llvm}/clang is missing: apt-get install clang-19 lld-19 llvm-19`);
  say("    downloading Emscripten of Debian 13 (about 250 MB) into build/");
  await update();
  const packages = join(folder, "..", "packages");
  const names = Object.entries(pins).map(([name, upstream]) => `${name}=${versionOf(name, upstream)}`);
  await download([...names, ...runtime], packages);
  // Unpacked under another name first, so that an interrupted set-up is never taken for a whole one.
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  for (const file of readdirSync(packages).filter((name) => name.endsWith(".deb"))) {
    // Two thirds of Emscripten's 1.6 GB are variants of its libraries (threads, sanitizers) that no program here links.
    const variants = ["*-mt*", "*-ww*", "*-asan*", "lto", "lto-pic"].map(
      (name) => `cache/sysroot/lib/wasm32-emscripten/${name}`,
    );
    const skip = ["test", "media", "docs", ...variants];
    const excludes = skip.map((path) => `--exclude='./usr/share/emscripten/${path}'`).join(" ");
    await run("bash", [
      "-o",
      "pipefail",
      "-c",
      `dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" ${excludes}`,
      "bash",
      join(packages, file),
      fresh,
    ]);
  }
  renameSync(fresh, folder);
  rmSync(packages, { recursive: true, force: true });
  wrapBinaryen(folder);
  symlinkSync(join(folder, "usr/share/nodejs"), join(folder, "usr/share/emscripten/node_modules"));
  const config = [
    `LLVM_ROOT = ${JSON.stringify(llvm)}`,
    `BINARYEN_ROOT = ${JSON.stringify(`${folder}/binaryen`)}`,
    `NODE_JS = ${JSON.stringify(process.execPath)}`,
    `CACHE = ${JSON.stringify(`${folder}/usr/share/emscripten/cache`)}`,
    "FROZEN_CACHE = True",
  ];
  writeFileSync(join(folder, "em_config.py"), `${config.join("\n")}\n`);
  writeFileSync(stamp, wanted);
}

/** Finds or installs Emscripten; gives the folder of its CMake toolchain file, and the environment it needs. */
export async function toolchain() {
  const found = installed();
  if (found) {
    const directory = found.emcc === "emcc" ? output("em-config", ["EMSCRIPTEN_ROOT"]) : dirname(found.emcc);
    say(`    Emscripten ${found.version} of this machine: ${directory}`);
    return { directory, env: {} };
  }
  if (!have("apt-get")) {
    throw new SetupError(
      `Emscripten ${oldest.join(".")} or newer is missing.\n    Install it from https://emscripten.org/docs/getting_started/downloads.html and run this again with emcc on PATH.`,
    );
  }
  const folder = inBuild("toolchain");
  await installPrivate(folder);
  // Node would take its scripts for modules, as this project's own package.json says; emcc -O2 runs them.
  writeFileSync(join(folder, "usr/share/emscripten/package.json"), '{ "type": "commonjs" }\n');
  const env = { EM_CONFIG: join(folder, "em_config.py"), EMCC_SKIP_SANITY_CHECK: "1" };
  return { directory: join(folder, "usr/share/emscripten"), env };
}
