// SPDX-License-Identifier: MIT
// Programs of tests/posix as ordinary emcc output, on the page's main thread and in a worker: each prints what it prints
// natively. usage: programs.mjs chromium|firefox NATIVE_DIR PROGRAMS_DIR PACKAGE_DIR [PROGRAM...]

import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "../browser/launch.mjs";
import { aliases, scratch, startGateway, startPeers } from "../browser/servers.mjs";
import { CASES } from "../posix/cases.mjs";
import { runNative } from "../posix/native.mjs";
import { startSink } from "../posix/sink.mjs";

const [browserName, nativeDir, programs, packageDir, ...only] = process.argv.slice(2);
// Not what lies in the folder: a program that was taken from the list may lie there still.
const list = readFileSync(new URL("programs.cmake", import.meta.url), "utf8");
const built = /^set\(names\s+([^)]*)\)/m.exec(list)[1].trim().split(/\s+/);
const cases = CASES.filter(({ name }) => built.includes(name) && (only.length === 0 || only.includes(name)));

const site = scratch();
cpSync(programs, join(site.path, "programs"), { recursive: true });
cpSync(packageDir, join(site.path, "porthole-posix"), { recursive: true });
cpSync(fileURLToPath(new URL("programs_page", import.meta.url)), site.path, { recursive: true });

const peers = await startPeers();
const sink = await startSink();
const ports = { ...peers.ports, sink: sink.port };
const gateway = await startGateway({ site: site.path, policy: aliases(ports) });
const named = (host) =>
  Object.fromEntries(Object.entries(ports).map(([name, port]) => [name.toUpperCase(), `${host(name)}:${port}`]));
const envs = { native: named(() => "127.0.0.1"), page: named((name) => `${name}.lab.internal`) };
const browser = await launch(browserName);
let failures = 0;

/** Where the number of the first socket is told. */
const renumbered = (text) => text.replace("first free number: 3\n", "first free number: 512\n");

const differs = (what, native, page) =>
  native === page
    ? []
    : [`  ${what} natively: ${JSON.stringify(native)}`, `  ${what} in the page: ${JSON.stringify(page)}`];

try {
  for (const [number, test] of cases.entries()) {
    const where = number % 2 === 0 ? "page" : "worker";
    sink.expect();
    const native = await runNative(join(nativeDir, test.name), test, envs.native);
    if (test.name === "send_and_exit") native.stdout += await sink.received();
    sink.expect();
    const page = await browser.newPage();
    await page.goto(gateway.url);
    await page.waitForFunction("window.runProgram !== undefined");
    const request = { name: test.name, args: test.args ?? [], env: { ...envs.page, SCRATCH: "/tmp" }, where };
    const result = await page.evaluate((given) => window.runProgram(given), request);
    if (test.name === "send_and_exit") result.stdout += await sink.received();
    await page.close();
    const complaints = [
      ...differs("standard output", renumbered(native.stdout), result.stdout),
      ...differs("exit status", native.code, result.code),
    ];
    console.log(`${complaints.length === 0 ? "same" : "DIFFERENT"} ${test.name}, ${where}`);
    for (const complaint of complaints) console.log(complaint);
    if (complaints.length > 0) failures++;
  }
} finally {
  await browser.close();
  await gateway.stop();
  await peers.stop();
  sink.stop();
  site.remove();
}
console.log(`${cases.length - failures} of ${cases.length} programs print the same natively and in ${browserName}`);
process.exitCode = failures > 0 || cases.length === 0 ? 1 : 0;
