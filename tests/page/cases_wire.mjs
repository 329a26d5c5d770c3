// SPDX-License-Identifier: MIT
// The wire view: every call of a program on its sockets, beside its terminal.

import assert from "node:assert/strict";

const labels = (visitor) =>
  visitor.page.$$eval(".wire-row", (rows) => rows.map((row) => row.querySelector(".wire-label").textContent));

/** Opens the view if it is not, and runs the TCP client. */
async function watch(visitor) {
  await visitor.open();
  const open = await visitor.page.$eval(".wire-toggle", (button) => button.getAttribute("aria-expanded"));
  if (open !== "true") await visitor.click(".wire-toggle");
  await visitor.click(".run");
  await visitor.mood("good");
  await visitor.until("the close", () =>
    [...document.querySelectorAll(".wire-label")].some((label) => label.textContent.startsWith("close")),
  );
}

export const wireCases = {
  async "shows each call on a socket, and its bytes"(visitor) {
    await watch(visitor);
    const rows = await labels(visitor);
    assert.ok(
      rows.some((row) => row.startsWith("getaddrinfo www.test")),
      rows.join("\n"),
    );
    assert.ok(rows.some((row) => row.startsWith("connect 198.18.0.10:80")));
    assert.match(await visitor.page.$eval(".wire-lanes-head", (head) => head.innerText), /198\.18\.0\.10:80/);
    assert.match(await visitor.page.$eval(".wire-counts", (counts) => counts.innerText), /received: [1-9]/);
    await visitor.chooseLine("out");
    assert.match(await visitor.page.$eval(".wire-text", (text) => text.innerText), /^GET \/.* HTTP\/1/);
    assert.match(await visitor.page.$eval(".wire-hex", (hex) => hex.innerText), /^000000 {2}47 45 54 20/);
    assert.match(
      await visitor.page.$eval(".wire-call", (call) => call.innerText),
      /send\(\d+, \d+ bytes, .*\) = \d+ </,
    );
  },

  async "is read with the keyboard"(visitor) {
    await watch(visitor);
    await visitor.page.focus(".wire-list");
    await visitor.press("Home");
    await visitor.press("ArrowDown");
    const [chosen, named] = await visitor.page.$eval(".wire-list", (list) => {
      const active = document.getElementById(list.getAttribute("aria-activedescendant"));
      return [active.getAttribute("aria-posinset"), active.querySelector(".visually-hidden").textContent];
    });
    assert.equal(chosen, "2");
    assert.ok(named);
    assert.equal(await visitor.page.$eval(".wire-details", (details) => details.hidden), false);
  },

  async "stays with the call that was chosen, until it is to follow again"(visitor) {
    await watch(visitor);
    const pressed = () => visitor.page.$eval(".wire-bar .chip", (chip) => chip.getAttribute("aria-pressed"));
    assert.equal(await pressed(), "true");
    await visitor.chooseLine("out");
    assert.equal(await pressed(), "false");
    const seen = await visitor.page.$eval(".wire-row[aria-selected=true]", (row) => {
      const list = row.closest(".wire-list").getBoundingClientRect();
      const { top, bottom } = row.getBoundingClientRect();
      return top >= list.top - 1 && bottom <= list.bottom + 1;
    });
    assert.ok(seen, "the chosen call is in sight beside its bytes");
    await visitor.click(".wire-bar .chip");
    assert.equal(await visitor.page.$eval(".wire-details", (details) => details.hidden), true);
    assert.equal(
      await visitor.page.$eval(".wire-list", (list) => list.scrollTop + list.clientHeight + 1 >= list.scrollHeight),
      true,
    );
  },

  async "takes a click on a line that is drawn anew meanwhile"(visitor) {
    await watch(visitor);
    const { x, y } = await visitor.page.$eval(".wire-list", (list) => {
      const sight = list.getBoundingClientRect();
      const places = [...list.querySelectorAll(".wire-row")].map((row) => row.getBoundingClientRect());
      const { left, top, width, height } = places.find((each) => each.top >= sight.top && each.bottom <= sight.bottom);
      return { x: left + width / 2, y: top + height / 2 };
    });
    await visitor.page.mouse.move(x, y);
    await visitor.page.mouse.down();
    await visitor.page.$eval(".wire-list", (list) => list.dispatchEvent(new Event("scroll")));
    await visitor.page.mouse.up();
    await visitor.until("its details", () => !document.querySelector(".wire-details").hidden);
  },

  async "filters the calls by text and by socket"(visitor) {
    await watch(visitor);
    const all = (await labels(visitor)).length;
    await visitor.page.type(".wire-find", "HTTP/1");
    await visitor.until("fewer rows", (most) => document.querySelectorAll(".wire-row").length < most, { args: [all] });
    for (const row of await labels(visitor)) assert.match(row, /^(send|recv)/);
    await visitor.page.$eval(".wire-find", (find) => {
      find.value = "";
      find.dispatchEvent(new Event("input"));
    });
    await visitor.page.select(".wire-socket", "1");
    const names = await labels(visitor);
    assert.ok(names.length > 0 && names.length < all);
    assert.ok(!names.some((row) => row.startsWith("getaddrinfo")));
  },

  async "holds still while it is paused"(visitor) {
    await watch(visitor);
    const count = () => visitor.page.$eval(".wire-counts", (counts) => counts.innerText);
    await visitor.page.$$eval(".wire-bar .chip", (chips) => chips[1].click());
    const before = await count();
    await visitor.runAgainst("no-such-host.test", "80");
    await visitor.mood("bad");
    assert.equal(await count(), before);
    await visitor.page.$$eval(".wire-bar .chip", (chips) => chips[1].click());
    await visitor.until("the failed lookup", () => document.querySelector(".wire-list").innerText.includes("EAI_"));
    assert.notEqual(await count(), before);
  },

  async "saves the calls as text, JSON and a capture"(visitor) {
    await watch(visitor);
    const text = (await visitor.saved("Save as text")).toString("latin1");
    assert.match(text, /^\d+\.\d{6} getaddrinfo\("www\.test", .*\) = 0 \[198\.18\.0\.10:\d+\] <\d+\.\d{6}>$/m);
    assert.match(text, /^ {4}000000 {2}47 45 54 20 .*\|GET /m);
    const [first, ...calls] = (await visitor.saved("Save as JSON lines"))
      .toString("latin1")
      .trim()
      .split("\n")
      .map(JSON.parse);
    assert.deepEqual(first, { trace: "porthole", version: 1, by: "page" });
    assert.ok(calls.some(({ name, bytes }) => name === "send" && bytes.startsWith("474554")));
    const capture = (await visitor.saved("Save for Wireshark (pcapng)")).toString("latin1");
    assert.equal(capture.slice(0, 4), "\x0a\x0d\x0d\x0a");
    assert.ok(capture.includes("GET /"));
    await visitor.page.$$eval(".wire .menu-items button", (buttons) => buttons.at(-1).click());
    await visitor.until("no rows", () => document.querySelectorAll(".wire-row").length === 0);
  },

  async "fits a telephone with the calls under the terminal"(visitor) {
    await visitor.page.setViewport({ width: 360, height: 740 });
    await watch(visitor);
    const [wide, seen] = await visitor.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= seen, `the page is ${wide} px wide on a screen of ${seen} px`);
    await visitor.click(".wire-toggle");
    assert.equal(await visitor.page.$eval(".wire", (wire) => wire.hidden), true);
  },
};
