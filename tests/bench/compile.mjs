// SPDX-License-Identifier: MIT
// node compile.mjs [BROWSER]: from Run to the first output of the TCP client, compiled in the page: with the compiler
// loaded, from the browser's cache on a later visit, and on the first visit. Prints the rows of docs/bench.md.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../browser/launch.mjs";
import { harness, openHarness } from "../browser/run_wasm.mjs";
import { aliases, root, startGateway, startPeers } from "../browser/servers.mjs";

const browserName = process.argv[2] ?? "chromium";
const text = readFileSync(join(root, "src/examples/tcp_client.cpp"), "utf8");
const peers = await startPeers();
const gateway = await startGateway({ site: harness, policy: aliases(peers.ports) });
const browser = await launch(browserName);
const porthole = { gateway: gateway.tunnel, kind: "porthole" };
const args = ["http.lab.internal", String(peers.ports.http)];

/** Milliseconds from Run to the module, and to the first byte on the terminal. */
function firstOutput(page) {
  return page.evaluate(
    async (source, request) => {
      window.compiler ??= new window.Compiler();
      const start = performance.now();
      const { wasm, text } = await window.compiler.compile({ files: [{ name: "main.cpp", text: source }] });
      if (!wasm) throw new Error(text);
      const compiled = performance.now() - start;
      const program = new window.Program({ wasm, name: "tcp_client", columns: 80, rows: 24, ...request });
      await new Promise((resolve) => {
        program.onOutput = resolve;
      });
      const output = performance.now() - start;
      await program.exited;
      program.stop();
      return { compiled: Math.round(compiled), output: Math.round(output) };
    },
    text,
    { args, gateway: porthole },
  );
}

try {
  const rows = [];
  const first = await openHarness(browser, gateway.url);
  rows.push(["first visit, everything fetched", await firstOutput(first)]);
  const loaded = [];
  for (let i = 0; i < 7; i++) loaded.push(await firstOutput(first));
  loaded.sort((one, other) => one.output - other.output);
  rows.push(["compiler loaded, the best of seven", loaded[0]], ["compiler loaded, the median of seven", loaded[3]]);
  await first.close();
  for (const visit of ["second", "third"]) {
    const page = await openHarness(browser, gateway.url);
    rows.push([`${visit} visit, from the browser's cache`, await firstOutput(page)]);
    await page.close();
  }
  for (const [what, { compiled, output }] of rows) console.log(`| ${browserName}: ${what} | ${compiled} | ${output} |`);
} finally {
  await browser.close();
  await gateway.stop();
  await peers.stop();
}
