// SPDX-License-Identifier: MIT
// npm run package: what users of Emscripten take into their own programs, as docs/emscripten.md tells: the npm package
// porthole-posix with its tarball in build/npm, and the headers, libraries and CMake package in build/emscripten.

import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { preset, wasmPreset } from "./build.mjs";
import { nodeModules } from "./npm.mjs";
import { inBuild, root } from "./paths.mjs";
import { run } from "./run.mjs";
import { main, say } from "./say.mjs";
import { isDone, keyOf, markDone } from "./stamp.mjs";
import { toolchain } from "./toolchain.mjs";

const sources = ["package.json", "package-lock.json", "LICENSE", "docs/emscripten.md", "src/setup/package.mjs"].concat(
  ["posix", "run", "package"].map((folder) => `web/${folder}`),
);

function description({ version, license }) {
  return {
    name: "porthole-posix",
    version,
    description: "POSIX sockets in a web page for programs that Emscripten compiled",
    license,
    type: "module",
    exports: { ".": { types: "./types/package/index.d.ts", default: "./index.js" } },
    types: "./types/package/index.d.ts",
    files: ["index.js", "assets", "types"],
    sideEffects: false,
  };
}

async function types(folder) {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const places = ["-p", "web/package", "--rootDir", "web", "--outDir", join(folder, "types")];
  const what = ["--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--rewriteRelativeImportExtensions"];
  await run(process.execPath, [tsc, ...places, ...what], { cwd: root });
}

/** Makes the package where a source is newer, and gives the tarball's path. */
export async function npmPackage() {
  const about = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const tarball = inBuild("npm", `porthole-posix-${about.version}.tgz`);
  const key = keyOf(...sources.map((path) => join(root, path)));
  if (existsSync(tarball) && isDone("npm-package", key)) return tarball;
  const folder = inBuild("npm/porthole-posix");
  mkdirSync(folder, { recursive: true });
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const config = ["--config", "web/package/vite.config.ts", "--logLevel", "warn"];
  await run(process.execPath, [vite, "build", ...config], { cwd: root });
  await types(folder);
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(description(about), null, 2)}\n`);
  copyFileSync(join(root, "docs/emscripten.md"), join(folder, "README.md"));
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  await run("npm", ["pack", "--silent", "--pack-destination", inBuild("npm")], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  markDone("npm-package", key);
  return tarball;
}

/** Installs what the page's build made for the programs of others; gives the folder. */
export async function wasmPackage({ directory, env }) {
  const targets = ["porthole_objects", "src/socket/all", "src/protocols/all"];
  const build = { env: { ...env, PORTHOLE_EMSCRIPTEN: directory }, binaryDir: "wasm", targets };
  await preset(wasmPreset(false), build);
  const folder = inBuild("emscripten");
  await run("cmake", ["--install", inBuild("wasm"), "--prefix", folder], { stdio: ["ignore", "ignore", "inherit"] });
  return folder;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const emscripten = await toolchain();
    await nodeModules();
    say(`made ${await npmPackage()}`);
    say(`made ${await wasmPackage(emscripten)}`);
  });
}
