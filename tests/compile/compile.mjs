// SPDX-License-Identifier: MIT
// node compile.mjs BROWSER: the page's compiler compiles programs and explains the errors of others.

import assert from "node:assert/strict";
import { launch } from "../browser/launch.mjs";
import { runTests } from "../browser/run_tests.mjs";
import { harness, openHarness } from "../browser/run_wasm.mjs";
import { aliases, startGateway, startPeers } from "../browser/servers.mjs";
import { mistakes } from "./mistakes.mjs";
import { compileAndRun, openCompiler } from "./page.mjs";
import { programs } from "./programs.mjs";

const [browserName] = process.argv.slice(2);
const peers = await startPeers();
const gateway = await startGateway({ site: harness, policy: aliases(peers.ports) });
const browser = await launch(browserName);
const porthole = { gateway: gateway.tunnel, kind: "porthole" };
const argument = (word) => (word in peers.ports ? [`${word}.lab.internal`, String(peers.ports[word])] : [word]);

function programTest([files, args, printed, { flags, code = 0, ...more } = {}]) {
  return async (page) => {
    const request = { args: args.flatMap(argument), gateway: porthole, timeout: 20_000, ...more };
    const result = await compileAndRun(page, files, request, flags);
    assert.deepEqual([result.stdout, result.stderr, result.code], [printed, "", code]);
  };
}

const tests = { ...mistakes };
for (const [name, program] of Object.entries(programs)) tests[name] = programTest(program);

try {
  const page = await openHarness(browser, gateway.url);
  await openCompiler(page);
  await runTests(tests, browserName, (test) => test(page));
} finally {
  await browser.close();
  await gateway.stop();
  await peers.stop();
}
