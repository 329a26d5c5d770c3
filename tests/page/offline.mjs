// SPDX-License-Identifier: MIT
// offline.mjs chromium|firefox: after a visit the server is stopped for good, and the page still opens, edits, compiles and
// runs; its programs reach the practice hosts in the tab, and no real host, and say so.

import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../browser/launch.mjs";
import { inBuild, scratch, startGateway, startPractice } from "../browser/servers.mjs";
import { Visitor } from "./visitor.mjs";

const [browserName] = process.argv.slice(2);
const practice = await startPractice(process.env.PORTHOLE_PROGRAM ? { program: process.env.PORTHOLE_PROGRAM } : {});
const copy = scratch();
const site = join(copy.path, "site");
cpSync(process.env.PORTHOLE_SITE ?? inBuild("site"), site, { recursive: true });
const gateway = await startGateway({ site, practiceMap: practice.map });
const browser = await launch(browserName);

const type = async (visitor, text) => {
  await visitor.click(".cm-content");
  await visitor.press("Control", "Home");
  await visitor.page.keyboard.type(text);
};

async function runChanged(visitor) {
  await visitor.click(".run");
  await visitor.until("the program's end", () => /good|bad/.test(document.querySelector(".run-status").dataset.mood), {
    timeout: 90_000,
  });
}

async function visit(page) {
  await page.setViewport({ width: 1280, height: 800 });
  const visitor = new Visitor(page, gateway.url);
  await visitor.open("#example=tcp_client");
  return visitor;
}

try {
  let page = await browser.newPage();
  let visitor = await visit(page);
  await visitor.open("#example=tcp_client");
  await visitor.until(
    "the page is kept",
    () => navigator.serviceWorker.getRegistration().then((found) => !!found?.active),
    {
      timeout: 30_000,
    },
  );
  await visitor.click(".run");
  await visitor.mood("good");
  await type(visitor, "// mine\n");
  await runChanged(visitor);
  await visitor.mood("good");
  console.log("ok a visit with the server");

  for (const [file, from, to] of [
    ["index.html", "<title>Porthole", "<title>Another Porthole"],
    ["offline-files.js", '"version":"', '"version":"another'],
  ]) {
    const text = readFileSync(join(site, file), "utf8");
    assert.ok(text.includes(from));
    writeFileSync(join(site, file), text.replace(from, to));
  }
  await visitor.open("#example=tcp_client");
  assert.match(await page.title(), /^Another Porthole/);
  const versions = () => caches.keys().then((names) => names.filter((name) => name.startsWith("porthole-page")));
  await visitor.until(
    "the new version is kept",
    async () => (await navigator.serviceWorker.getRegistration()).waiting !== null,
    {
      timeout: 30_000,
    },
  );
  assert.equal((await page.evaluate(versions)).length, 2, "the old version stays for as long as its page is open");
  await page.close();
  page = await browser.newPage();
  visitor = await visit(page);
  await visitor.until("the old version is gone", () =>
    caches.keys().then((names) => names.filter((name) => name.startsWith("porthole-page")).length === 1),
  );
  await visitor.click(".run");
  await visitor.mood("good");
  console.log("ok another version takes the place of the first one");

  await Promise.all([gateway.stop(), practice.stop()]);
  await assert.rejects(fetch(gateway.url));
  await visitor.open("#example=posix_client");
  assert.match(await page.title(), /^Another Porthole/);
  await visitor.until("the source", () => /#include <netdb.h>/.test(document.querySelector(".cm-content")?.innerText));
  console.log("ok the page opens without it, with the source of an example that was not open before");

  await visitor.open("#new");
  await visitor.until("an empty program", () => /Hello/.test(document.querySelector(".cm-content")?.innerText));
  await type(visitor, "// compiled without a server\n");
  await runChanged(visitor);
  await visitor.mood("good");
  await visitor.sees("Hello");
  console.log("ok a program compiles and runs");

  await visitor.open("#example=tcp_client");
  await visitor.click(".run");
  await visitor.mood("good");
  console.log("ok a practice host answers from within the tab");

  await visitor.open("#example=tcp_client&args=www.example.org+80");
  await visitor.click(".run");
  await visitor.mood("bad");
  assert.match(await visitor.advice(), /no gateway/);
  assert.match(await visitor.screen(), /Temporary failure/);
  console.log("ok a program that wants to connect to a real host hears that there is no gateway");
} finally {
  await browser.close();
  await Promise.allSettled([gateway.stop(), practice.stop()]);
  copy.remove();
}
