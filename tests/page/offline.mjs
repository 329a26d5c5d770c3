// SPDX-License-Identifier: MIT
// offline.mjs chromium|firefox: after a visit the server is stopped for good, and the page still opens, edits, compiles and
// runs; its programs reach no host, and say so.

import assert from "node:assert/strict";
import { launch } from "../browser/launch.mjs";
import { inBuild, startGateway, startPractice } from "../browser/servers.mjs";
import { Visitor } from "./visitor.mjs";

const [browserName] = process.argv.slice(2);
const practice = await startPractice(process.env.PORTHOLE_PROGRAM ? { program: process.env.PORTHOLE_PROGRAM } : {});
const gateway = await startGateway({ site: process.env.PORTHOLE_SITE ?? inBuild("site"), practiceMap: practice.map });
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

try {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  const visitor = new Visitor(page, gateway.url);
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

  await Promise.all([gateway.stop(), practice.stop()]);
  await assert.rejects(fetch(gateway.url));
  await visitor.open("#example=posix_client");
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
  await visitor.mood("bad");
  console.log(`ok a program that wants to connect: ${await visitor.advice()}`);
} finally {
  await browser.close();
  await Promise.allSettled([gateway.stop(), practice.stop()]);
}
