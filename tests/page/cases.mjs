// SPDX-License-Identifier: MIT
// What a person does on the page. Each case gets a visitor, and the world around: gateway, practice hosts, peers.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

export const cases = {
  async "runs the TCP client against the practice host"(visitor) {
    await visitor.open();
    assert.equal(await visitor.page.$eval("input[name=host]", (input) => input.value), "www.test");
    await visitor.click(".run");
    await visitor.mood("good");
    await visitor.sees("page.html");
    assert.match(await visitor.screen(), /^Connected to 198\.18\.0\.10:80\nHTTP\/1\.1 200 OK\n/);
    assert.match(await visitor.screen(), /Saved \d+ bytes to page\.html/);
  },

  async "runs with the keyboard alone"(visitor) {
    await visitor.open();
    await visitor.page.focus("button[value=tcp_client]");
    await visitor.press("ArrowDown");
    assert.equal(await visitor.page.evaluate(() => document.activeElement.value), "line_client");
    await visitor.press("ArrowUp");
    await visitor.press("Enter");
    await visitor.press("Control", "Enter");
    await visitor.mood("good");
    await visitor.press("Shift", "Tab");
    const inside = await visitor.page.evaluate(() => document.activeElement.closest(".xterm") !== null);
    assert.equal(inside, false, "Shift+Tab leaves the terminal");
  },

  async "feeds what is typed to the program"(visitor) {
    await visitor.open("#example=line_client");
    await visitor.choose("line_client");
    await visitor.click(".run");
    await visitor.sees("onnected");
    await visitor.click(".terminal");
    await visitor.page.keyboard.type("hello porthole");
    await visitor.press("Enter");
    await visitor.sees("hello porthole");
    await visitor.until("the echo", () => document.body.innerText.split("hello porthole").length > 2);
    await visitor.press("Control", "d");
    await visitor.mood("good");
  },

  async "stops a program that is blocked"(visitor, world) {
    await visitor.open();
    await visitor.runAgainst("silent.lab.internal", world.peers.ports.silent);
    await visitor.sees("Connected to");
    await visitor.click(".stop");
    await visitor.mood("stopped");
    await visitor.runAgainst("www.test", "80");
    await visitor.mood("good");
  },

  async "says what a refused connection means"(visitor, world) {
    await visitor.open();
    await visitor.runAgainst("refused.lab.internal", world.peers.ports.refused);
    await visitor.mood("bad");
    const port = world.peers.ports.refused;
    await visitor.sees("refused.lab.internal");
    assert.match(
      await visitor.screen(),
      new RegExp(`^connect refused\\.lab\\.internal:${port}: Connection refused$`, "m"),
    );
    assert.match(await visitor.advice(), /nothing listens|port/i);
  },

  async "reads a bad port and a bad name as the native program does"(visitor) {
    await visitor.open();
    await visitor.fill("port", "65536");
    await visitor.click(".run");
    await visitor.mood("bad");
    await visitor.sees("port must be 0-65535");
    await visitor.fill("port", "80");
    await visitor.fill("host", "no such host.test");
    await visitor.click(".run");
    await visitor.sees("Name or service not known");
    await visitor.mood("bad");
    assert.ok(await visitor.advice());
  },

  async "runs two programs at once"(visitor, world) {
    await visitor.open();
    await visitor.click(".beside");
    await visitor.until("two programs", () => document.querySelectorAll(".pane").length === 2);
    await visitor.runAgainst("silent.lab.internal", world.peers.ports.silent, 0);
    await visitor.sees("Connected to", 0);
    await visitor.click(".run", 1);
    await visitor.mood("good", 1);
    await visitor.mood("running", 0);
    await visitor.click(".stop", 0);
    await visitor.mood("stopped", 0);
  },

  async "keeps language and colours"(visitor) {
    await visitor.open();
    await visitor.click(".switch button[lang=zh-Hans]");
    await visitor.until("Chinese", () => document.querySelector(".run").innerText.includes("运行"));
    assert.equal(await visitor.page.evaluate(() => document.documentElement.lang.slice(0, 2)), "zh");
    const before = await visitor.page.evaluate(() => document.querySelector(".theme").dataset.choice);
    await visitor.click(".theme");
    await visitor.open();
    await visitor.until("Chinese again", () => document.querySelector(".run").innerText.includes("运行"));
    const after = await visitor.page.evaluate(() => document.querySelector(".theme").dataset.choice);
    assert.notEqual(after, before);
    await visitor.click(".switch button[lang=en]");
    while ((await visitor.page.evaluate(() => document.querySelector(".theme").dataset.choice)) !== before) {
      await visitor.click(".theme");
    }
  },

  async "lists a program's files, saves them out and takes dropped ones"(visitor) {
    await visitor.open();
    await visitor.click(".run");
    await visitor.mood("good");
    await visitor.click(".files summary");
    await visitor.until("the file", () => document.querySelector(".file-list")?.innerText.includes("page.html"));
    const saved = await visitor.page.evaluate(async () => {
      const taken = new Promise((resolve) => {
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
          resolve(blob.text());
          return make(blob);
        };
      });
      document.querySelector(".file-list button").click();
      return taken;
    });
    assert.match(saved, /<html|<!doctype/i);
    await visitor.page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(["dropped"], "note.txt"));
      const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
      document.querySelector(".pane").dispatchEvent(drop);
    });
    await visitor.until("the dropped file", () => document.querySelector(".file-list").innerText.includes("note.txt"));
  },

  async "fits a telephone"(visitor) {
    await visitor.page.setViewport({ width: 360, height: 740 });
    await visitor.open();
    await visitor.click(".run");
    await visitor.mood("good");
    await visitor.fill("host", `${"a-rather-long-name.".repeat(6)}test`);
    const [wide, seen] = await visitor.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= seen, `the page is ${wide} px wide on a screen of ${seen} px`);
    await visitor.page.setViewport({ width: 1280, height: 800 });
  },

  async "says so when no gateway is chosen"(visitor) {
    await visitor.open();
    await visitor.click(".link-state");
    await visitor.click('input[name="gateway"][value="none"]');
    await visitor.click(".settings button[type=submit]");
    await visitor.click(".run");
    await visitor.mood("good");
    await visitor.fill("host", "www.example.org");
    await visitor.click(".run");
    await visitor.mood("bad");
    assert.match(await visitor.advice(), /gateway/i);
    await visitor.click(".link-state");
    await visitor.click('input[name="gateway"][value="site"]');
    await visitor.page.select(".settings .practice select", "gateway");
    await visitor.click(".settings button[type=submit]");
    await visitor.fill("host", "www.test");
    await visitor.click(".run");
    await visitor.mood("good");
  },

  /** Last but one: it takes the gateway away. */
  async "says so when the gateway goes while a call blocks"(visitor, world) {
    await visitor.open();
    await visitor.runAgainst("silent.lab.internal", world.peers.ports.silent);
    await visitor.sees("Connected to");
    const before = visitor.complaints.length;
    await world.gateway.stop();
    await visitor.mood("bad");
    await visitor.sees("Connection reset by peer");
    assert.match(await visitor.advice(), /gateway/i);
    await sleep(500);
    visitor.complaints.length = before; // browsers report the lost gateway on the console, as they should
  },
};
