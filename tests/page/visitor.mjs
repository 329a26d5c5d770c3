// SPDX-License-Identifier: MIT
// A person at the page: what they see and do, in words that the tests use.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

/** Firefox reports what a page that is left had asked for, when its service worker had not answered or a font not come. */
const isAbandonedRequest = (message) =>
  /A ServiceWorker intercepted the request and encountered an unexpected error/.test(message) ||
  /downloadable font: download failed .*status=2152398850/.test(message); // NS_BINDING_ABORTED

/** Firefox reports a link that was closed before it was open: a program had ended, or a page was left, that soon. */
function isAbandonedLink(message, url) {
  const own = `ws://${new URL(url).host}/tunnel`;
  return message.includes(own) && /establish a connection|was interrupted while/.test(message);
}

export class Visitor {
  /** Everything the page said on its console, threw, or asked of another origin. */
  complaints = [];

  constructor(page, url) {
    this.page = page;
    this.url = url;
    page.on("console", (message) => {
      if (message.type() === "error") this.complaints.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => {
      if (!isAbandonedLink(error.message, url) && !isAbandonedRequest(error.message))
        this.complaints.push(`error: ${error.message}`);
    });
    page.on("request", (request) => {
      const to = new URL(request.url());
      if (/^https?:|^wss?:/.test(to.protocol) && to.host !== new URL(url).host) this.complaints.push(`asked ${to}`);
    });
  }

  async open(hash = "#example=tcp_client") {
    await this.page.goto("about:blank");
    await this.page.goto(`${this.url}${hash}`, { waitUntil: "load" });
    await this.page.waitForSelector(".pane .run, .notice", { timeout: 10_000 });
    // A page behind another one has no focus to give.
    await this.page.bringToFront();
  }

  /** Has the practice hosts served by the gateway, as hosts outside are, from the next visit on; or in the tab again. */
  async practiceAtGateway(on) {
    await this.open();
    await this.page.evaluate(
      (where) => localStorage.setItem("porthole.practice", JSON.stringify(where)),
      on ? "gateway" : "tab",
    );
  }

  /** Waits until `look`, evaluated in the page, gives something. */
  async until(what, look, { timeout = 10_000, args = [] } = {}) {
    const end = performance.now() + timeout;
    for (;;) {
      const found = await this.page.evaluate(look, ...args);
      if (found) return found;
      if (performance.now() > end) throw new Error(`never saw ${what}; the page says:\n${await this.all()}`);
      await sleep(50);
    }
  }

  all() {
    return this.page.evaluate(() => document.body.innerText);
  }

  /** The text on a pane's terminal, lines joined. */
  screen(pane = 0) {
    return this.page.evaluate((at) => {
      const panes = document.querySelectorAll(".pane");
      // A terminal out of sight is not drawn.
      if (panes.length > 1) panes[at].querySelector(".pane-body").scrollIntoView({ block: "nearest" });
      const rows = panes[at].querySelectorAll(".xterm-rows > div");
      return [...rows].map((row) => row.textContent.replaceAll("\u00a0", " ").trimEnd()).join("\n");
    }, pane);
  }

  async sees(text, pane = 0, timeout = 10_000) {
    const end = performance.now() + timeout;
    while (!(await this.screen(pane)).includes(text)) {
      if (performance.now() > end) throw new Error(`${text} never came; the screen has:\n${await this.screen(pane)}`);
      await sleep(50);
    }
  }

  async mood(mood, pane = 0) {
    await this.until(
      `a program that is ${mood}`,
      (at, wanted) => document.querySelectorAll(".pane .run-status")[at].dataset.mood === wanted,
      { args: [pane, mood], timeout: 15_000 },
    );
  }

  /** Which of the programs the reader works on. */
  activePane() {
    return this.page.$$eval(".pane", (panes) => panes.findIndex((pane) => pane.dataset.active === "true"));
  }

  advice(pane = 0) {
    return this.until(
      "a sentence on what to do",
      (at) => {
        const advice = document.querySelectorAll(".pane .advice")[at];
        return !advice.hidden && advice.innerText;
      },
      { args: [pane] },
    );
  }

  async fill(name, value, pane = 0) {
    const input = (await this.page.$$(`.pane input[name="${name}"]`))[pane];
    await input.focus();
    await this.page.evaluate((element) => element.select(), input);
    if (value === "") await this.page.keyboard.press("Delete");
    else await this.page.keyboard.type(value);
  }

  /** Runs the chosen example against this host and port. */
  async runAgainst(host, port, pane = 0) {
    await this.fill("host", host, pane);
    await this.fill("port", String(port), pane);
    await this.click(".run", pane);
  }

  async choose(example) {
    await this.click(`button[value="${example}"]`);
    await this.until(example, (name) => document.querySelector(".command code").textContent.includes(` ${name}`), {
      args: [example],
    });
  }

  async click(selector, at = 0) {
    const found = (await this.page.$$(selector))[at];
    assert.ok(found, `${selector} is on the page`);
    await found.click();
  }

  /** Chooses the first line of the wire view with an arrow of this kind, as it is drawn at that moment. */
  chooseLine(kind) {
    return this.until(
      `a line with ${kind}`,
      (wanted) => {
        const lane = document.querySelector(`.wire-row .wire-lane[data-kind=${wanted}]`);
        lane?.click();
        return lane !== null;
      },
      { args: [kind] },
    );
  }

  async press(...keys) {
    for (const key of keys.slice(0, -1)) await this.page.keyboard.down(key);
    await this.page.keyboard.press(keys.at(-1));
    for (const key of keys.slice(0, -1).reverse()) await this.page.keyboard.up(key);
  }

  /** Presses the button with this text and returns what it hands to the browser's download. */
  async saved(text) {
    const content = await this.page.evaluate(async (wanted) => {
      const taken = new Promise((resolve) => {
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
          URL.createObjectURL = make;
          resolve(blob.arrayBuffer());
          return make.call(URL, blob);
        };
      });
      [...document.querySelectorAll("button")].find((button) => button.textContent === wanted).click();
      return Array.from(new Uint8Array(await taken), (byte) => String.fromCharCode(byte)).join("");
    }, text);
    return Buffer.from(content, "latin1");
  }
}
