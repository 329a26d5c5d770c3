// SPDX-License-Identifier: MIT
// node in_page.mjs BROWSER SOCKET_TESTS.wasm [CATCH2_ARGUMENT...]: the whole suite in the page: pairs of sockets are joined
// by a peer behind the gateway, then they are the tab's own, then their bytes go in packets through a weather that does
// nothing. The other peers are behind the gateway.

import { readFileSync } from "node:fs";
import { launch } from "../browser/launch.mjs";
import { CLEAR, harness, openHarness, runWasm } from "../browser/run_wasm.mjs";
import { aliases, startGateway, startPeers } from "../browser/servers.mjs";
import { peerEnvironment } from "./peers.mjs";

const [browserName, wasm, ...only] = process.argv.slice(2);
const base64 = readFileSync(wasm).toString("base64");
const peers = await startPeers();
const gateway = await startGateway({ site: harness, policy: aliases(peers.ports) });
const browser = await launch(browserName);

async function suite(env, weather = null) {
  const page = await openHarness(browser, gateway.url);
  await page.evaluate((wanted) => window.setWeather(wanted), weather);
  const config = { gateway: gateway.tunnel, kind: "porthole" };
  const args = ["--colour-mode", "none", "--order", "rand", ...only];
  const result = await runWasm(page, { base64, name: "socket_tests", args, env, gateway: config, timeout: 85_000 });
  const packets = await page.evaluate(() => window.packets.length);
  if (packets > 0 !== (weather !== null)) throw new Error(`${packets} packets were sent`);
  await page.close();
  console.log(result.stdout + result.stderr);
  if (result.error) console.log(`socket_tests.wasm: ${result.error}`);
  console.log(`${Math.round(result.milliseconds)} ms in ${browserName}`);
  return result.error ? 1 : (result.code ?? 1);
}

try {
  const { PORTHOLE_PEER_PAIR, ...others } = peerEnvironment(peers.ports, (name) => `${name}.lab.internal`);
  const straight = (await suite({ ...others, PORTHOLE_PEER_PAIR })) || (await suite(others));
  process.exitCode = straight || (await suite(others, CLEAR));
} finally {
  await browser.close();
  await gateway.stop();
  await peers.stop();
}
