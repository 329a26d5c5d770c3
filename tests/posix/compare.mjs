// SPDX-License-Identifier: MIT
// node compare.mjs BROWSER NATIVE_DIR WASM_DIR [PROGRAM...]: each program prints the same natively and in the page.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../browser/launch.mjs";
import { harness, openHarness, runWasm } from "../browser/run_wasm.mjs";
import { aliases, startGateway, startPeers } from "../browser/servers.mjs";
import { CASES } from "./cases.mjs";
import { runNative } from "./native.mjs";
import { startSink } from "./sink.mjs";

const [browserName, nativeDir, wasmDir, ...only] = process.argv.slice(2);
const cases = CASES.filter(({ name }) => only.length === 0 || only.includes(name));

/** The lines that differ, with what stands around them. */
function difference(native, page) {
  const [a, b] = [native.split("\n"), page.split("\n")];
  const lines = [];
  for (let i = 0; i < Math.max(a.length, b.length) && lines.length < 30; i++) {
    if (a[i] !== b[i]) lines.push(`    line ${i + 1}`, `      native: ${a[i] ?? "-"}`, `      page:   ${b[i] ?? "-"}`);
  }
  return lines.join("\n");
}

async function inPage(page, gateway, test, env) {
  const base64 = readFileSync(join(wasmDir, `${test.name}.wasm`)).toString("base64");
  const { args = [], keys: input } = test;
  const gatewayConfig = { gateway: gateway.tunnel, kind: "porthole" };
  const request = { base64, args, input, env: { ...env, SCRATCH: "/tmp" }, gateway: gatewayConfig, timeout: 60_000 };
  return runWasm(page, { ...request, name: test.name });
}

async function compare(page, gateway, test, envs, sink) {
  sink.expect();
  const native = await runNative(join(nativeDir, test.name), test, envs.native);
  if (test.name === "send_and_exit") native.stdout += await sink.received();
  sink.expect();
  const result = await inPage(page, gateway, test, envs.page);
  if (test.name === "send_and_exit") result.stdout += await sink.received();
  const complaints = [];
  for (const what of test.keys ? ["screen"] : ["stdout", "stderr"]) {
    if (native[what] !== result[what]) complaints.push(`  ${what} differs:\n${difference(native[what], result[what])}`);
  }
  if (native.code !== result.code) complaints.push(`  exit status ${result.code}, natively ${native.code}`);
  if (result.error) complaints.push(`  ${result.error}`);
  return { complaints, milliseconds: Math.round(result.milliseconds) };
}

const peers = await startPeers();
const sink = await startSink();
const ports = { ...peers.ports, sink: sink.port };
const gateway = await startGateway({ site: harness, policy: aliases(ports) });
const browser = await launch(browserName);
const named = (host) =>
  Object.fromEntries(Object.entries(ports).map(([name, port]) => [name.toUpperCase(), `${host(name)}:${port}`]));
const envs = { native: named(() => "127.0.0.1"), page: named((name) => `${name}.lab.internal`) };
let failures = 0;
try {
  for (const test of cases) {
    const page = await openHarness(browser, gateway.url);
    const { complaints, milliseconds } = await compare(page, gateway, test, envs, sink);
    await page.close();
    console.log(`${complaints.length === 0 ? "same" : "DIFFERENT"} ${test.name} (${milliseconds} ms in the page)`);
    for (const complaint of complaints) console.log(complaint);
    if (complaints.length > 0) failures++;
  }
} finally {
  await browser.close();
  await gateway.stop();
  await peers.stop();
  sink.stop();
}
console.log(`${cases.length - failures} of ${cases.length} programs print the same natively and in ${browserName}`);
process.exitCode = failures > 0 ? 1 : 0;
