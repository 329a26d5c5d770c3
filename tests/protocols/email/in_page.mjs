// SPDX-License-Identifier: MIT
// node in_page.mjs BROWSER EMAIL_TEST.wasm [CATCH2_ARGUMENT...]: the suite in the page, whose C library has its own character sets.

import { readFileSync } from "node:fs";
import { launch } from "../../browser/launch.mjs";
import { harness, openHarness, runWasm } from "../../browser/run_wasm.mjs";
import { aliases, startGateway } from "../../browser/servers.mjs";

const [browserName, wasm, ...args] = process.argv.slice(2);
const base64 = readFileSync(wasm).toString("base64");
const gateway = await startGateway({ site: harness, policy: aliases({}) });
const browser = await launch(browserName);
try {
  const page = await openHarness(browser, gateway.url);
  const config = { gateway: gateway.tunnel, kind: "porthole" };
  const request = {
    base64,
    name: "email_test",
    args: ["--colour-mode", "none", ...args],
    gateway: config,
    timeout: 85_000,
  };
  const result = await runWasm(page, request);
  console.log(result.stdout + result.stderr);
  if (result.error) console.log(`email_test.wasm: ${result.error}`);
  process.exitCode = result.error ? 1 : (result.code ?? 1);
} finally {
  await browser.close();
  await gateway.stop();
}
