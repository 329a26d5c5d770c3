// SPDX-License-Identifier: MIT
// static.mjs chromium|firefox [NAME...]: the page from a static file server that knows nothing of it, below a path, with no
// gateway: every example works at its first Run.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { launch } from "../browser/launch.mjs";
import { inBuild } from "../browser/servers.mjs";
import { Visitor } from "./visitor.mjs";

const [browserName, ...only] = process.argv.slice(2);
const site = process.env.PORTHOLE_SITE ?? inBuild("site");
/** What the plainest of servers know. */
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json" };

const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://host").pathname));
  const name = path.startsWith("/some/where/") ? path.slice(12) || "index.html" : "";
  const file = join(site, name);
  if (!name || !existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" });
  createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const url = `http://127.0.0.1:${server.address().port}/some/where/`;
const browser = await launch(browserName);

/** Runs an example with the arguments that the page gives it; one that waits for its reader, or for others, has begun. */
async function firstRun(visitor, name) {
  await visitor.open(`#example=${name}`);
  const pane = await visitor.activePane();
  await visitor.click(".run", pane);
  const moods = () => visitor.page.$$eval(".pane .run-status", (all) => all.map((each) => each.dataset.mood));
  const isWaiting = async () => (await moods())[pane] === "running" || (await moods())[pane] === "idle";
  const end = performance.now() + 2500;
  while ((await isWaiting()) && performance.now() < end) await sleep(50);
  const all = await moods();
  const screen = (await visitor.screen(pane)).trim();
  if (all.includes("bad") || all[pane] === "idle" || screen === "") return `${all}\n${await visitor.all()}`;
  return null;
}

let failures = 0;
try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  // The one file that may be missing.
  page.on("response", (response) => {
    if (response.status() === 404 && !response.url().endsWith("/porthole.json")) {
      console.log(`not there: ${response.url()}`);
      failures++;
    }
  });
  const names = (await (await fetch(`${url}examples/index.json`)).json()).map(({ name }) => name);
  const visitor = new Visitor(page, url);
  for (const name of names.filter((each) => only.length === 0 || only.includes(each))) {
    const began = performance.now();
    const wrong = await firstRun(visitor, name).catch(({ message }) => message);
    if (wrong) failures++;
    console.log(
      `${wrong ? "FAILED" : "ok"} ${name} (${Math.round(performance.now() - began)} ms)${wrong ? `: ${wrong}` : ""}`,
    );
  }
  const complaints = visitor.complaints.filter((text) => !/404|porthole\.json/.test(text));
  if (complaints.length > 0) {
    console.log(complaints.join("\n"));
    failures++;
  }
} finally {
  await browser.close();
  server.close();
}
console.log(failures === 0 ? `every example works in ${browserName} from a static server` : `${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;
