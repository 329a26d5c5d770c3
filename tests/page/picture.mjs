// SPDX-License-Identifier: MIT
// Makes the README's picture, docs/page.png, of the real page after a real run. usage: node tests/page/picture.mjs

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { launch } from "../browser/launch.mjs";
import { inBuild, root, startGateway, startPractice } from "../browser/servers.mjs";
import { Visitor } from "./visitor.mjs";

const practice = await startPractice();
const gateway = await startGateway({ site: inBuild("site"), practiceMap: practice.map });
const browser = await launch("chromium");
const page = await browser.newPage();
await page.setViewport({ width: 1440, height: 860 });
const visitor = new Visitor(page, gateway.url);
await visitor.open();
await visitor.click(".wire-toggle");
await visitor.click(".run");
await visitor.mood("good");
await visitor.until("the answer", () => document.querySelector(".wire-row .wire-lane[data-kind=in]") !== null);
await visitor.chooseLine("in");
await sleep(1000); // the buttons' colours change slowly
const picture = join(root, "docs/page.png");
await page.screenshot({ path: picture });
await browser.close();
await Promise.all([gateway, practice].map((server) => server.stop()));
// Few colours are enough for a page, and make a small file (ImageMagick; without it the picture is just larger).
execFileSync("convert", [picture, "-strip", "+dither", "-colors", "128", picture]);
