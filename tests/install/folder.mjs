// SPDX-License-Identifier: MIT
// folder.mjs CMAKE BUILD CXX: downloads an example as a folder from the real page, builds it natively against what BUILD
// installs and with emcmake against the package for Emscripten, and runs both.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { toolchain } from "../../src/setup/toolchain.mjs";
import { launch } from "../browser/launch.mjs";
import { harness, openHarness, runWasm } from "../browser/run_wasm.mjs";
import { inBuild, scratch, startGateway, startPractice } from "../browser/servers.mjs";
import { Visitor } from "../page/visitor.mjs";

const [cmake, build, cxx] = process.argv.slice(2);
const folder = scratch();
const at = (...parts) => join(folder.path, ...parts);
const run = (command, args, more = {}) =>
  execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], timeout: 240_000, ...more });

const practice = await startPractice();
const site = await startGateway({ site: inBuild("site"), practiceMap: practice.map });
const tests = await startGateway({ site: harness, practiceMap: practice.map });
const browser = await launch("chromium");
try {
  const page = await browser.newPage();
  const visitor = new Visitor(page, site.url);
  await visitor.open("#example=tcp_client");
  await visitor.until("the source", () => /int main/.test(document.querySelector(".cm-content")?.textContent));
  writeFileSync(at("it.zip"), await visitor.saved("Download as a folder (zip)"));
  run("/usr/bin/python3", ["-m", "zipfile", "-e", at("it.zip"), at("here")]);
  const [name] = run("ls", [at("here")])
    .trim()
    .split("\n");
  const source = at("here", name);
  console.log(readFileSync(join(source, "README.md"), "utf8").split("\n")[0]);

  run(cmake, ["--install", build, "--prefix", at("prefix")]);
  run(cmake, [
    "-S",
    source,
    "-B",
    at("native"),
    "-G",
    "Ninja",
    `-DCMAKE_CXX_COMPILER=${cxx}`,
    `-DCMAKE_PREFIX_PATH=${at("prefix")}`,
  ]);
  run(cmake, ["--build", at("native")]);
  const environment = { ...process.env, PORTHOLE_PRACTICE_MAP: practice.map };
  const program = [at("native/tcp_client"), "www.test", "80"];
  const native = run(at("prefix/bin/porthole"), ["run", ...program], { env: environment });
  assert.match(native, /HTTP\/1\.[01] 200 OK/);
  console.log("ok natively");

  const emscripten = await toolchain();
  const env = { ...process.env, ...emscripten.env, PATH: [emscripten.directory, process.env.PATH].join(delimiter) };
  mkdirSync(at("web"));
  const package_ = inBuild("emscripten/lib/cmake/porthole");
  run("emcmake", [cmake, "-S", source, "-B", at("web"), "-G", "Ninja", `-Dporthole_DIR=${package_}`], { env });
  run(cmake, ["--build", at("web")], { env });
  const base64 = readFileSync(at("web/tcp_client.wasm")).toString("base64");
  const gateway = { gateway: tests.tunnel, kind: "porthole" };
  const there = await runWasm(await openHarness(browser, tests.url), { base64, args: ["www.test", "80"], gateway });
  const undated = (text) => text.replace(/^Date: .*$/m, "Date:").replaceAll("\r", "");
  assert.equal(undated(there.stdout), undated(native));
  console.log("ok for the web, with the same output");
} finally {
  await browser.close();
  await Promise.all([site, tests, practice].map((server) => server.stop()));
  folder.remove();
}
