// SPDX-License-Identifier: MIT
// node in_page.mjs BROWSER SOCKET_TESTS.wasm [CATCH2_ARGUMENT...]: the suite in the page, through the gateway.
//
// What binds, listens, accepts, or is not TCP waits for the network inside the tab ([tab]): its names are printed, and it
// must not be more than a quarter of all.

import { readFileSync } from "node:fs";
import { launch } from "../browser/launch.mjs";
import { harness, openHarness, runWasm } from "../browser/run_wasm.mjs";
import { aliases, startGateway, startPeers } from "../browser/servers.mjs";
import { peerEnvironment } from "./peers.mjs";

const [browserName, wasm, ...only] = process.argv.slice(2);
const base64 = readFileSync(wasm).toString("base64");
const peers = await startPeers();
const gateway = await startGateway({ site: harness, policy: aliases(peers.ports) });
const browser = await launch(browserName);

async function suite(args) {
  const page = await openHarness(browser, gateway.url);
  const env = peerEnvironment(peers.ports, (name) => `${name}.lab.internal`);
  const config = { gateway: gateway.tunnel, kind: "porthole" };
  const result = await runWasm(page, { base64, name: "socket_tests", args, env, gateway: config, timeout: 85_000 });
  await page.close();
  return result;
}

/** The names of the test cases that a Catch2 filter picks. */
async function names(filter) {
  const { stdout } = await suite(["--list-tests", "--verbosity", "quiet", filter]);
  return stdout.split("\n").filter((line) => line.trim() !== "");
}

try {
  const result = await suite(["--colour-mode", "none", "--order", "rand", ...(only.length > 0 ? only : ["~[tab]"])]);
  console.log(result.stdout + result.stderr);
  if (result.error) console.log(`socket_tests.wasm: ${result.error}`);
  process.exitCode = result.error ? 1 : (result.code ?? 1);
  if (only.length === 0) {
    const [waiting, all] = [await names("[tab]"), await names("*")];
    console.log(`Waiting for the network inside the tab, ${waiting.length} of ${all.length}:`);
    for (const name of waiting) console.log(`  ${name.trim()}`);
    if (waiting.length * 4 > all.length) {
      console.log("That is more than a quarter of the suite.");
      process.exitCode = 1;
    }
  }
  console.log(`${Math.round(result.milliseconds)} ms in ${browserName}`);
} finally {
  await browser.close();
  await gateway.stop();
  await peers.stop();
}
