// SPDX-License-Identifier: MIT
// Drives the real page as a person would, against the real gateway and practice hosts.
// usage: page.mjs chromium|firefox [part of a case's name]; PORTHOLE_SITE names another folder than build/site,
// PORTHOLE_PROGRAM another porthole than build/test's

import assert from "node:assert/strict";
import { launch } from "../browser/launch.mjs";
import { aliases, inBuild, startGateway, startPeers, startPractice } from "../browser/servers.mjs";
import { cases } from "./cases.mjs";
import { accessCases } from "./cases_access.mjs";
import { axeCases } from "./cases_axe.mjs";
import { editorCases } from "./cases_editor.mjs";
import { exampleCases } from "./cases_examples.mjs";
import { firstPaintCases } from "./cases_first_paint.mjs";
import { keyboardCases } from "./cases_keyboard.mjs";
import { protocolCases } from "./cases_protocols.mjs";
import { safetyCases } from "./cases_safety.mjs";
import { serverCases } from "./cases_servers.mjs";
import { wireCases } from "./cases_wire.mjs";
import { Visitor } from "./visitor.mjs";

const [browserName, only = ""] = process.argv.slice(2);

/** A browser whose WebAssembly cannot suspend: the page has to say so before anybody presses Run. */
async function withoutJspi(browser, url) {
  const page = await browser.newPage();
  await page.evaluateOnNewDocument(() => {
    delete WebAssembly.Suspending;
    delete WebAssembly.promising;
  });
  const visitor = new Visitor(page, url);
  await visitor.open();
  await visitor.until("the notice", () => /JSPI|Chrome/.test(document.querySelector(".notice")?.innerText ?? ""));
  assert.equal(await page.$eval(".run", (button) => button.disabled), true);
  await page.close();
}

const practice = await startPractice(process.env.PORTHOLE_PROGRAM ? { program: process.env.PORTHOLE_PROGRAM } : {});
const peers = await startPeers();
const gateway = await startGateway({
  site: process.env.PORTHOLE_SITE ?? inBuild("site"),
  practiceMap: practice.map,
  policy: aliases({ silent: peers.ports.silent, refused: peers.ports.refused }),
});
const browser = await launch(browserName);
let failed = 0;
let passed = 0;

async function run(name, work) {
  const begin = performance.now();
  try {
    await work();
    passed++;
    console.log(`ok ${name} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.log(`not ok ${name}\n${error.stack}`);
  }
}

try {
  if (!only) await run("says what a browser without JSPI lacks", () => withoutJspi(browser, gateway.url));
  for (const [name, work] of Object.entries({
    ...exampleCases,
    ...editorCases,
    ...protocolCases,
    ...wireCases,
    ...serverCases,
    ...safetyCases,
    ...accessCases,
    ...axeCases,
    // Firefox's driver presses keys in a window that has lost its focus on the way, where Enter works no button.
    ...(browserName === "chromium" ? keyboardCases : {}),
    ...firstPaintCases,
    ...cases,
  })) {
    if (!only.split("|").some((part) => name.includes(part))) continue;
    await run(name, async () => {
      const page = await browser.newPage();
      await page.setViewport({ width: 1280, height: 800 });
      const visitor = new Visitor(page, gateway.url);
      try {
        await work(visitor, { gateway, peers });
        assert.deepEqual(visitor.complaints, []);
      } finally {
        await page.close();
      }
    });
  }
} finally {
  await browser.close();
  await Promise.all([gateway, practice, peers].map((server) => server.stop()));
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
