// SPDX-License-Identifier: MIT
// What both commands do first: check Node, install what is missing, build.

import { writeApi } from "./api.mjs";
import { bundle, placeModules, preset, wasmPreset } from "./build.mjs";
import { catch2 } from "./catch2.mjs";
import { compiler, placeCompiler } from "./compiler.mjs";
import { curl } from "./curl.mjs";
import { nodeModules } from "./npm.mjs";
import { writeOfflineFiles } from "./offline.mjs";
import { npmPackage, wasmPackage } from "./package.mjs";
import { packages } from "./packages.mjs";
import { inBuild } from "./paths.mjs";
import { SetupError, step } from "./say.mjs";
import { servers } from "./servers.mjs";
import { toolchain } from "./toolchain.mjs";

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(`Node ${process.versions.node} is too old: Porthole needs 20.19 or newer`);
  }
}

/** `native`: with the programs of this machine, which the page itself does not need. */
export async function prepare({ forTests, native = true }) {
  checkNode();
  await step("System packages", () => packages({ forTests }));
  // Downloads and unpacks beside the compiler; its failure is told where it is awaited.
  const realServers = forTests ? servers() : Promise.resolve();
  realServers.catch(() => {});
  const emscripten = await step("Emscripten", toolchain);
  const env = { ...emscripten.env, PORTHOLE_EMSCRIPTEN: emscripten.directory };
  await step("npm packages", nodeModules);
  if (forTests) {
    await step("Catch2's source", catch2);
    await step("C++ for this machine, with sanitizers", () => preset("test"));
    await step("Fuzz targets", () => preset("fuzz"));
  } else if (native) {
    await step("C++ for this machine", () => preset("native"));
  }
  const targets = forTests ? [] : ["src/examples/all", "src/programs/all"];
  await step("C++ for the page", () => preset(wasmPreset(forTests), { env, binaryDir: "wasm", targets }));
  if (forTests) await step("The package for Emscripten's users", () => wasmPackage(emscripten));
  // Configuring it takes minutes, and one core.
  const foreign = forTests ? curl({ emscripten: emscripten.directory, env: emscripten.env }) : Promise.resolve();
  foreign.catch(() => {});
  await step("The compiler for the page", () => compiler({ emscripten: emscripten.directory, env: emscripten.env }));
  await step("The page", async () => {
    await bundle("site", "web/vite.config.ts", "web");
    placeModules("examples", "site");
    placeModules("programs", "site");
    writeApi(inBuild("site/api.json"));
    placeCompiler("site");
    writeOfflineFiles("site");
  });
  if (forTests) {
    await step("The test page", async () => {
      await bundle("harness", "tests/browser/vite.config.ts", "web", "tests/browser");
      placeModules("programs", "harness");
      placeCompiler("harness");
    });
    await step("The npm package", npmPackage);
    await step("curl for the tests", () => foreign);
    await step("Real servers for the tests", () => realServers);
  }
  return { env };
}
