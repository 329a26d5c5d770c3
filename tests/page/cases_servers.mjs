// SPDX-License-Identifier: MIT
// Several programs side by side in one tab: servers and their clients, the wire view of all of them, the weather.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const titles = (visitor) => visitor.page.$$eval(".pane h3", (all) => all.map((title) => title.lastChild.textContent));
const moods = (visitor) => visitor.page.$$eval(".pane .run-status", (all) => all.map((each) => each.dataset.mood));
const lanes = (visitor) =>
  visitor.page.$$eval(".wire-lanes-head span", (spans) => spans.map((span) => span.textContent));
const rows = (visitor, kind) =>
  visitor.page.$$eval(`.wire-lane[data-kind=${kind}] .wire-label`, (all) =>
    all.map((label) => label.firstChild.textContent),
  );

/** Chooses an example, whose group may be folded. */
const choose = (visitor, name) => visitor.page.$eval(`button[value="${name}"]`, (button) => button.click());

/** The view has room for all that the tests ask of it: lines out of sight are not there. */
async function openWire(visitor) {
  await visitor.page.setViewport({ width: 1600, height: 1800 });
  const open = await visitor.page.$eval(".wire-toggle", (button) => button.getAttribute("aria-expanded"));
  if (open !== "true") await visitor.click(".wire-toggle");
  // Not for those who come later.
  await visitor.page.evaluate(() => localStorage.removeItem("porthole.wire"));
}

/** Chooses a kind of weather by its place among the buttons, with the dialog shut again. */
async function chooseWeather(visitor, kind, also = async () => {}) {
  await visitor.click(".weather-state");
  await visitor.until("the weather control", () => !document.querySelector(".weather").hidden);
  await visitor.page.$$eval(
    ".weather-kinds button",
    (buttons, wanted) => buttons.find((button) => button.textContent === wanted).click(),
    kind,
  );
  await also();
  await visitor.press("Escape");
  await visitor.until("the page", () => document.querySelector(".weather").hidden);
}

async function type(visitor, pane, text) {
  await visitor.click(".pane-body > .terminal", pane);
  await visitor.page.keyboard.type(text);
  await visitor.press("Enter");
}

/** tshark's view of a capture. */
function tshark(capture, ...args) {
  const folder = mkdtempSync(join(tmpdir(), "porthole-page-"));
  try {
    const file = join(folder, "wire.pcapng");
    writeFileSync(file, capture);
    const options = ["-r", file, "-o", "tcp.check_checksum:TRUE", ...args];
    return execFileSync("tshark", options, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const serverCases = {
  async "opens a client's server beside it, and starts it first"(visitor) {
    await visitor.open("#example=echo_client");
    assert.deepEqual(await titles(visitor), ["Echo server", "Echo client"]);
    assert.equal(await visitor.activePane(), 1);
    await visitor.click(".run", 1);
    await visitor.mood("good", 1);
    await visitor.sees("hello -> hello", 1);
    await visitor.sees("The client has gone", 0);
    assert.deepEqual(await moods(visitor), ["running", "good"]);
    await visitor.click(".stop-all");
    await visitor.mood("stopped", 0);
  },

  async "closes partners with the program that they came with, but leaves what runs"(visitor) {
    await visitor.open("#example=chat_server");
    assert.deepEqual(await titles(visitor), ["Chat server", "Chat client", "Chat client"]);
    await choose(visitor, "tcp_client");
    assert.deepEqual(await titles(visitor), ["TCP client"]);
    await choose(visitor, "time_client");
    assert.deepEqual(await titles(visitor), ["Time server", "Time client"]);
    await visitor.click(".run", 0);
    await visitor.mood("running", 0);
    await visitor.page.$$eval(".pane", (panes) => panes[1].focus());
    await choose(visitor, "tcp_client");
    await visitor.until("the next program", () => document.querySelectorAll(".pane").length === 2);
    const names = await titles(visitor);
    assert.ok(names.includes("Time server"), names.join());
  },

  async "carries a chat between three programs"(visitor) {
    await visitor.open("#example=chat_server");
    await visitor.click(".run-all");
    await visitor.sees("You are Ann", 1);
    await visitor.sees("You are 小明", 2);
    await type(visitor, 1, "hello everyone");
    await visitor.sees("Ann: hello everyone", 2);
    await visitor.sees("Ann: hello everyone", 0);
    await visitor.click(".stop", 1);
    await visitor.sees("* Ann has gone", 2);
    await visitor.click(".stop-all");
  },

  async "lays programs out beside each other, each with its editor"(visitor) {
    await visitor.page.setViewport({ width: 1600, height: 1000 });
    await visitor.open("#example=echo_server");
    const seen = () => visitor.page.$$eval(".source", (all) => all.filter((source) => source.checkVisibility()).length);
    assert.equal(await seen(), 1);
    await visitor.click(".layout");
    assert.equal(await seen(), 2);
    await visitor.until("both sources", () => document.querySelectorAll(".cm-content").length === 2);
    const boxes = await visitor.page.$$eval(".pane", (panes) => panes.map((pane) => pane.getBoundingClientRect().top));
    assert.equal(boxes[0], boxes[1]);
    await visitor.open("#example=echo_server");
    assert.equal(await seen(), 2, "the layout is remembered");
    await visitor.click(".layout");
    assert.equal(await seen(), 1);
    await visitor.page.setViewport({ width: 1280, height: 800 });
  },

  async "changes and runs both programs of a pair"(visitor) {
    await visitor.open("#example=echo_client");
    for (const pane of [0, 1]) {
      await visitor.page.$$eval(".pane", (panes, at) => panes[at].focus(), pane);
      await visitor.until("its source", (at) => document.querySelectorAll(".pane")[at].dataset.active === "true", {
        args: [pane],
      });
      await visitor.page.$$eval(".source", (all) =>
        all
          .find((source) => source.checkVisibility())
          .querySelector(".cm-content")
          .focus(),
      );
      await visitor.press("Control", "Home");
      await visitor.page.keyboard.type(`// changed ${pane}\n`);
    }
    await visitor.click(".run", 1);
    await visitor.until("the client's end", () => document.querySelectorAll(".run-status")[1].dataset.mood === "good", {
      timeout: 90_000,
    });
    await visitor.sees("hello -> hello", 1);
    const names = await visitor.page.$$eval(".own-programs .example", (buttons) =>
      buttons.map((button) => button.textContent),
    );
    assert.ok(names.filter((name) => /Echo (server|client)/.test(name)).length >= 2, names.join());
    await visitor.click(".stop-all");
  },

  async "draws all programs in one wire view, a lane each"(visitor) {
    await visitor.open("#example=echo_client");
    await openWire(visitor);
    await visitor.click(".run", 1);
    await visitor.mood("good", 1);
    await visitor.until("the last call", () => /close/.test(document.querySelector(".wire-list").innerText));
    assert.deepEqual(await lanes(visitor), ["1 echo_server", "2 echo_client"]);
    const arrows = await visitor.page.$$eval(".wire-row .wire-lane[data-kind=out]", (all) =>
      all.map((lane) => [lane.textContent, lane.querySelector("b").className.trim()]),
    );
    assert.ok(
      arrows.some(([text, way]) => text.includes("hello") && way === "wire-arrow left"),
      arrows.join("\n"),
    );
    assert.ok(
      arrows.some(([text, way]) => text.includes("hello") && way === "wire-arrow right"),
      arrows.join("\n"),
    );
    await visitor.click(".stop-all");
    await visitor.page.setViewport({ width: 1280, height: 800 });
  },

  async "renders in its browser panel what a server of the page sends"(visitor) {
    await visitor.open("#example=web_server");
    await visitor.click(".run");
    const frame = async (text) => {
      await visitor.until(
        text,
        (wanted) => document.querySelector(".browse-page").contentDocument?.body?.innerText.includes(wanted),
        { args: [text] },
      );
    };
    await frame("This page came out of a socket");
    for (const count of [1, 2]) {
      await visitor.page.evaluate(() => {
        document.querySelector(".browse-page").contentDocument.querySelector("a[href='/visits']").click();
      });
      await frame(`visitor number ${count}`);
    }
    assert.equal(await visitor.page.$eval(".browse-said", (said) => said.innerText), "200 OK");
    await visitor.sees("GET /visits HTTP/1.1 -> 200 OK");
    await visitor.click(".stop");
    await visitor.click(".browse-bar button");
    await visitor.until("the refusal", () => /refused/.test(document.querySelector(".browse-said").innerText));
  },

  async "draws the packets that carry the bytes, resends a lost one, and saves them for Wireshark"(visitor) {
    await visitor.open("#example=echo_client");
    await openWire(visitor);
    await visitor.click(".run", 0);
    await visitor.sees("Listening", 0);
    await chooseWeather(visitor, "Clear", () => visitor.click(".weather-more button"));
    await visitor.click(".run", 1);
    await visitor.mood("good", 1);
    await visitor.page.select(".wire-only", "packets");
    await visitor.until("the end", () => /FIN/.test(document.querySelector(".wire-list").innerText));
    const text = (await rows(visitor, "packet")).join("\n");
    assert.match(text, /^SYN\nSYN, ACK\nACK\n/);
    assert.match(text, /data 5 B · lost, as you chose\n(?:.*\n)*?data 5 B\n/);
    assert.match(await visitor.page.$eval(".wire-counts", (counts) => counts.innerText), /lost: 1/);
    await visitor.chooseLine("packet");
    await visitor.until("its headers", () => document.querySelector(".wire-details").innerText.includes("Flags"));
    const details = await visitor.page.$eval(".wire-details", (element) => element.innerText);
    assert.match(details, /Source Address\s+127\.0\.0\.1/);
    assert.match(details, /Destination Port\s+7007/);
    assert.match(details, /Flags\s+SYN/);
    const capture = await visitor.saved("Save for Wireshark (pcapng)");
    assert.notEqual(tshark(capture, "-Y", "tcp.analysis.retransmission"), "");
    const sums = tshark(capture, "-T", "fields", "-e", "tcp.checksum.status").trim().split("\n");
    assert.deepEqual([...new Set(sums)], ["1"]);
    const followed = tshark(capture, "-q", "-z", "follow,tcp,raw,0").match(/^\t?[0-9a-f]+$/gm) ?? [];
    const bytes = (side) =>
      followed
        .filter((line) => line.startsWith("\t") === side)
        .join("")
        .replaceAll("\t", "");
    assert.equal(Buffer.from(bytes(false), "hex").toString(), "hello你好");
    assert.equal(Buffer.from(bytes(true), "hex").toString(), "hello你好");
    await visitor.click(".stop-all");
    await chooseWeather(visitor, "None");
    await visitor.page.setViewport({ width: 1280, height: 800 });
  },

  async "lets packets overtake each other on the way to a practice host, by another route"(visitor) {
    await visitor.open("#example=tcp_client");
    await openWire(visitor);
    await chooseWeather(visitor, "Rain");
    await visitor.click(".run");
    await visitor.mood("good");
    await visitor.page.select(".wire-only", "packets");
    const path = await visitor.until("the way of a packet", () => {
      document.querySelector(".wire-lane[data-kind=packet]")?.click();
      const hops = [...document.querySelectorAll(".packet-path li")].map((hop) => hop.innerText);
      return hops.length > 0 && hops;
    });
    assert.equal(path[0], "porthole 198.18.2.1");
    assert.match(path[1], /^west 198\.18\.2\.254/);
    assert.equal(path.at(-1), "www.test 198.18.0.10");
    await chooseWeather(visitor, "None");
    await visitor.page.setViewport({ width: 1280, height: 800 });
  },

  async "loses datagrams where the line is cut, and says nothing of it"(visitor) {
    await visitor.open("#example=udp_echo_client");
    await visitor.click(".run", 0);
    await visitor.sees("Waiting for datagrams", 0);
    await chooseWeather(visitor, "Cut");
    await visitor.click(".run", 1);
    await visitor.mood("good", 1);
    await visitor.sees("5 of 5 were lost", 1);
    await chooseWeather(visitor, "None");
    await visitor.click(".run", 1);
    await visitor.sees("0 of 5 were lost", 1);
    await visitor.click(".stop-all");
  },

  async "serves the practice hosts from the tab, or from the gateway where the reader prefers it"(visitor) {
    await visitor.open("#example=look_up");
    await visitor.click(".link-state");
    assert.equal(await visitor.page.$eval(".settings .practice select", (select) => select.value), "tab");
    await visitor.page.select(".settings .practice select", "gateway");
    await visitor.click(".settings button[type=submit]");
    await visitor.open("#example=tcp_client");
    await visitor.click(".run");
    await visitor.mood("good");
    assert.equal(
      await visitor.page.evaluate(() =>
        performance.getEntriesByType("resource").some(({ name }) => name.endsWith("practice.wasm")),
      ),
      false,
    );
    await visitor.practiceAtGateway(false);
  },
};
