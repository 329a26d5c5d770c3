// SPDX-License-Identifier: MIT
// What the wire view costs a transfer (100 MB) in the real page, in Chromium: with tracing turned off, with the view
// folded away, and with the view open. usage: wire.mjs [rounds [MB]]; PORTHOLE_SITE and PORTHOLE_PROGRAM as in tests/page

import { launch } from "../browser/launch.mjs";
import { inBuild, startGateway, startPractice } from "../browser/servers.mjs";
import { Visitor } from "../page/visitor.mjs";

const rounds = Number(process.argv[2] ?? 5);
const SIZE = Number(process.argv[3] ?? 100) * 1_000_000;
const practice = await startPractice(process.env.PORTHOLE_PROGRAM ? { program: process.env.PORTHOLE_PROGRAM } : {});
const gateway = await startGateway({ site: process.env.PORTHOLE_SITE ?? inBuild("site"), practiceMap: practice.map });
const browser = await launch("chromium");

/** Keeps a page's programs from being traced. */
function untraced() {
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (message, ...more) {
    if (message?.type === "start") message.trace = false;
    return postMessage.call(this, message, ...more);
  };
}

/** Milliseconds from Run to the program's end. */
async function transfer(mode) {
  const page = await browser.newPage();
  if (mode === "off") await page.evaluateOnNewDocument(untraced);
  const visitor = new Visitor(page, gateway.url);
  const args = encodeURIComponent(`www.test 80 /big?n=${SIZE}`);
  await visitor.open(`#example=download&args=${args}`);
  const open = await page.$eval(".wire-toggle", (button) => button.getAttribute("aria-expanded"));
  if ((open === "true") !== (mode === "open")) await visitor.click(".wire-toggle");
  const took = await page.evaluate(async () => {
    const status = document.querySelector(".run-status");
    const begin = performance.now();
    document.querySelector(".run").click();
    while (status.dataset.mood !== "running") await new Promise((resolve) => setTimeout(resolve, 1));
    while (status.dataset.mood === "running") await new Promise((resolve) => setTimeout(resolve, 5));
    if (status.dataset.mood !== "good") throw new Error(document.querySelector(".pane").innerText);
    return performance.now() - begin;
  });
  await page.close();
  return took;
}

const modes = ["off", "folded", "open"];
const times = new Map(modes.map((mode) => [mode, []]));
try {
  await transfer("off");
  for (let round = 0; round < rounds; round++) {
    for (const mode of modes) times.get(mode).push(await transfer(mode));
  }
} finally {
  await browser.close();
  await Promise.all([gateway, practice].map((server) => server.stop()));
}
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const off = median(times.get("off"));
for (const mode of modes) {
  const middle = median(times.get(mode));
  const rate = (SIZE / 1e3 / middle).toFixed(0);
  console.log(`${mode}: ${middle.toFixed(0)} ms, ${rate} MB/s, ${(middle / off).toFixed(2)} of the time without`);
}
