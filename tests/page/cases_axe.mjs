// SPDX-License-Identifier: MIT
// axe looks at the page's main states, in both themes and languages, wide and narrow: nothing serious, nothing critical.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { setTimeout as sleep } from "node:timers/promises";
import { encodeShared } from "./links.mjs";
import { Visitor } from "./visitor.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const looks = [
  { theme: "light", language: "en", width: 1280 },
  { theme: "dark", language: "zh", width: 1280 },
  { theme: "light", language: "zh", width: 360 },
  { theme: "dark", language: "en", width: 360 },
];

/** What axe has against what is on the page now, worst first; empty is well. */
async function findings(visitor) {
  // Colours change slowly: what is half way there has neither contrast.
  await sleep(400);
  await visitor.page.evaluate(`${axe};undefined`);
  return visitor.page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.any[0]?.message ?? node.failureSummary}`),
      );
  });
}

async function openAs(visitor, { theme, language, width }, hash) {
  await visitor.page.setViewport({ width, height: 800 });
  await visitor.open(hash);
  await visitor.page.evaluate(
    (chosen) => {
      for (const [name, value] of Object.entries(chosen))
        localStorage.setItem(`porthole.${name}`, JSON.stringify(value));
    },
    { theme, language },
  );
  await visitor.open(hash);
  assert.match(await visitor.page.evaluate(() => document.documentElement.lang), new RegExp(`^${language}`));
}

/** The states, each after the one before it, with what brings the page there. */
const states = {
  "the start": async () => {},
  "the unfolded list": async (visitor, { width }) => {
    if (width < 800) await visitor.click(".unfold");
  },
  "a program that has run": async (visitor, { width }) => {
    if (width < 800) await visitor.click(".unfold");
    await visitor.click(".run");
    await visitor.mood("good");
  },
  "the wire with a chosen call": async (visitor) => {
    await visitor.click(".wire-toggle");
    await visitor.until("calls", () => document.querySelector(".wire-row .wire-lane[data-kind=in]") !== null);
    await visitor.chooseLine("in");
  },
  "a program that failed, and advice": async (visitor) => {
    await visitor.click(".wire-toggle");
    await visitor.runAgainst("no-such-host.test", "80");
    await visitor.advice();
  },
  "two programs": async (visitor, { width }) => {
    if (width >= 800) await visitor.click(".beside");
  },
  "a changed program with an error": async (visitor) => {
    await visitor.page.focus(".source:not([hidden]) .cm-content");
    await visitor.press("Control", "Home");
    await visitor.page.keyboard.type("int wrong = missing;\n");
    await visitor.press("Control", "Enter");
    await visitor.until(
      "the error",
      () => document.querySelector(".cm-lintRange-error, .cm-lint-marker-error") !== null,
      {
        timeout: 60_000,
      },
    );
  },
  "the difference": async (visitor) => {
    await visitor.page.$eval(".source:not([hidden]) .tools button[aria-pressed=false]", (button) => button.click());
    await visitor.page.waitForSelector(".cm-deletedChunk, .cm-changedLine, .cm-insertedLine");
  },
  "the weather": async (visitor) => {
    await visitor.click(".weather-state");
    await visitor.until("the weather control", () => !document.querySelector(".weather").hidden);
  },
  "a pair beside each other, with a packet's headers": async (visitor) => {
    await visitor.page.$$eval(".weather-kinds button", (buttons) => buttons[1].click());
    await visitor.press("Escape");
    await visitor.open("#example=echo_client");
    await visitor.click(".layout");
    if ((await visitor.page.$eval(".wire-toggle", (toggle) => toggle.getAttribute("aria-expanded"))) !== "true")
      await visitor.click(".wire-toggle");
    await visitor.click(".weather-state");
    await visitor.page.$$eval(".weather-kinds button", (buttons) => buttons[1].click());
    await visitor.press("Escape");
    await visitor.click(".run", 1);
    await visitor.mood("good", 1);
    await visitor.page.$eval(".wire-list", (list) => list.scrollIntoView());
    await visitor.until("packets", () => document.querySelector(".wire-lane[data-kind=packet]") !== null);
    await visitor.chooseLine("packet");
  },
  "the settings": async (visitor) => {
    await visitor.click(".layout");
    await visitor.click(".wire-toggle");
    await visitor.page.$eval(".page-head > button:last-child", (button) => button.click());
    await visitor.page.waitForSelector("dialog[open]");
  },
};

/** What is not reached by going on from the start: a page in a frame, and a program from a link that asks. */
const elsewhere = {
  async "axe finds nothing serious in a frame"(visitor, { gateway }) {
    const framed = new Visitor(visitor.page, `${gateway.url}?embed=http_client`);
    await framed.page.setViewport({ width: 700, height: 520 });
    await framed.open("");
    await framed.click(".run");
    await framed.mood("good");
    assert.deepEqual(await findings(framed), []);
  },

  async "axe finds nothing serious where a program from a link asks"(visitor) {
    const text = '#include "socket/socket.hpp"\nint main() { porthole::Socket s; s.connect({"www.test", 80}); }\n';
    await visitor.practiceAtGateway(true);
    await visitor.open(`#code=${encodeShared({ name: "Shared", files: [{ name: "main.cpp", text }] })}`);
    await visitor.until("the program", () => /link/.test(document.querySelector(".intro .blurb").innerText));
    await visitor.click(".run");
    await visitor.until("the question", () => !document.querySelector(".consent").hidden, { timeout: 60_000 });
    assert.deepEqual(await findings(visitor), []);
  },
};

export const axeCases = Object.assign(
  elsewhere,
  Object.fromEntries(
    looks.map((look) => [
      `axe finds nothing serious: ${look.theme}, ${look.language}, ${look.width} px`,
      async (visitor) => {
        await openAs(visitor, look, "#example=tcp_client");
        const found = new Map();
        for (const [what, bring] of Object.entries(states)) {
          await bring(visitor, look);
          for (const each of await findings(visitor)) if (!found.has(each)) found.set(each, what);
        }
        assert.deepEqual(
          [...found].map(([each, what]) => `${what}: ${each}`),
          [],
        );
      },
    ]),
  ),
);
