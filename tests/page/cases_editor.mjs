// SPDX-License-Identifier: MIT
// Changing programs in the page: the editor, its files, and what the browser keeps of them.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const textOf = (element) => element.innerText;
const title = (visitor) => visitor.page.$eval(".intro h2", textOf);
const own = (visitor) => visitor.page.$$eval(".own-programs .own", (all) => all.map((each) => each.innerText.trim()));

/** What the editor shows, as far as it is drawn. */
const shown = (visitor) => visitor.page.$eval(".cm-content", textOf);
const hash = (visitor) => visitor.page.evaluate(() => location.hash);

async function openEditor(visitor, place) {
  await visitor.open(place);
  await visitor.until("the editor", () => document.querySelector(".cm-content")?.innerText.trim());
}

/** Types at the very top of the open file. */
async function typeOnTop(visitor, text) {
  await visitor.page.focus(".cm-content");
  await visitor.press("Control", "Home");
  await visitor.page.keyboard.type(text);
}

async function deleteAll(visitor) {
  await visitor.open();
  await visitor.page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
    localStorage.clear();
  });
}

/** Does what the menu calls `name`. */
async function choose(visitor, name) {
  await visitor.click(".menu summary");
  await visitor.page.evaluate((text) => {
    const button = [...document.querySelectorAll(".menu-items button")].find((each) => each.innerText === text);
    if (button.disabled) throw new Error(`${text} cannot be chosen`);
    button.click();
  }, name);
}

async function answer(visitor, text) {
  await visitor.page.waitForSelector("dialog.ask[open]", { timeout: 5000 });
  if (text !== undefined) {
    await visitor.page.$eval("dialog.ask input", (input) => input.select());
    await visitor.page.keyboard.type(text);
  }
  await visitor.page.$eval("dialog.ask [type=submit]", (button) => button.click());
}

export const editorCases = {
  async "keeps a change across a reload, and resets it"(visitor) {
    await deleteAll(visitor);
    await openEditor(visitor);
    assert.deepEqual(await own(visitor), []);
    await typeOnTop(visitor, "// mine\n");
    await visitor.until("the own program", () => document.querySelector(".own-programs .own[aria-current]") !== null);
    assert.deepEqual(await own(visitor), ["TCP client"]);
    assert.match(await hash(visitor), /^#project=/);
    await visitor.page.reload();
    await visitor.until("the change", () => document.querySelector(".cm-content")?.innerText.startsWith("// mine"));
    assert.equal(await title(visitor), "TCP client");
    await choose(visitor, "Reset to the original…");
    await answer(visitor);
    await visitor.until("the original", () => !document.querySelector(".cm-content").innerText.includes("// mine"));
    await visitor.page.reload();
    await visitor.until("the editor", () => document.querySelector(".cm-content")?.innerText.trim());
    assert.doesNotMatch(await shown(visitor), /mine/);
  },

  async "leaves the example itself as it was"(visitor) {
    await openEditor(visitor);
    await typeOnTop(visitor, "// changed\n");
    await visitor.until("the own program", () => document.querySelector(".own-programs .own[aria-current]") !== null);
    await visitor.choose("tcp_client");
    await visitor.until("the example", () => !document.querySelector(".cm-content").innerText.includes("// changed"));
    assert.equal(await hash(visitor), "#example=tcp_client");
    await visitor.click(".run");
    await visitor.mood("good");
  },

  async "has a tab for each file"(visitor) {
    await deleteAll(visitor);
    await openEditor(visitor);
    await visitor.click(".tab-bar button[aria-label='Add a file']");
    await answer(visitor, "no good.txt");
    await visitor.until("what is wrong with it", () => document.querySelector("dialog.ask .problem").innerText !== "");
    await answer(visitor, "wire.hpp");
    await visitor.until("two tabs", () => document.querySelectorAll(".tab").length === 2);
    await visitor.until("the empty file", () => document.querySelector(".cm-content").innerText.trim() === "");
    await typeOnTop(visitor, "// in the header");
    await visitor.page.focus(".tab[aria-selected=true]");
    await visitor.press("ArrowLeft");
    await visitor.until("the first file", () => document.querySelector(".cm-content").innerText.includes("int main"));
    await visitor.press("ArrowRight");
    await visitor.until("the second", () => document.querySelector(".cm-content").innerText.includes("in the header"));
    await visitor.press("F2");
    await answer(visitor, "cable.hpp");
    await visitor.until("the other name", () => document.querySelectorAll(".tab")[1]?.innerText === "cable.hpp");
    await visitor.page.reload();
    await visitor.until("both tabs again", () => document.querySelectorAll(".tab").length === 2);
    await visitor.click(".tab", 1);
    await visitor.until("its text", () => document.querySelector(".cm-content")?.innerText.includes("in the header"));
    assert.match(await visitor.page.$eval(".command code", textOf), /^porthole run tcp_client\.cpp -- www\.test 80$/);
    await visitor.page.focus(".tab[aria-selected=true]");
    await visitor.press("Delete");
    await answer(visitor);
    await visitor.until("one tab", () => document.querySelectorAll(".tab").length === 1);
  },

  async "renames, duplicates and deletes a program"(visitor) {
    await deleteAll(visitor);
    await openEditor(visitor);
    await typeOnTop(visitor, "// mine\n");
    await visitor.until("the own program", () => document.querySelector(".own-programs .own[aria-current]") !== null);
    await choose(visitor, "Rename…");
    await answer(visitor, "My client");
    await visitor.until("the new name", () => document.querySelector(".intro h2").innerText === "My client");
    await choose(visitor, "Duplicate");
    await visitor.until("both", () => document.querySelectorAll(".own-programs .own").length === 2);
    assert.deepEqual(await own(visitor), ["My client 2", "My client"]);
    assert.equal(await title(visitor), "My client 2");
    assert.match(await shown(visitor), /^\/\/ mine/);
    await choose(visitor, "Delete…");
    await answer(visitor);
    await visitor.until("the example", () => document.querySelector(".intro h2").innerText === "TCP client");
    assert.deepEqual(await own(visitor), ["My client"]);
    await visitor.page.reload();
    await visitor.until("the list", () => document.querySelectorAll(".own-programs .own").length === 1);
  },

  async "shows what differs from the original, and puts it back"(visitor) {
    await deleteAll(visitor);
    await openEditor(visitor);
    await typeOnTop(visitor, "// mine\n");
    await visitor.until("the tool", () => document.querySelector(".tools button").checkVisibility());
    await visitor.click(".tools button");
    await visitor.until(
      "the difference",
      () => document.querySelectorAll(".cm-changedLine, .cm-insertedLine").length > 0,
    );
    await visitor.page.focus(".cm-content");
    await visitor.press("Control", "Home");
    await visitor.page.waitForSelector(".revert");
    await visitor.click(".revert");
    await visitor.until("the original", () => !document.querySelector(".cm-content").innerText.includes("// mine"));
  },

  async "shares a program by a link that runs nothing"(visitor) {
    await deleteAll(visitor);
    await openEditor(visitor);
    await typeOnTop(visitor, "// for you: 你好\n");
    await visitor.page.evaluate(() => {
      navigator.clipboard.writeText = async (text) => {
        window.copied = text;
      };
    });
    await visitor.until("the own program", () => document.querySelector(".own-programs .own[aria-current]") !== null);
    await visitor.click(".tools button", 1);
    const link = await visitor.until("the link", () => window.copied);
    assert.match(link, /#code=1\.[\w-]+$/);
    await deleteAll(visitor);
    await openEditor(visitor, new URL(link).hash);
    await visitor.until("the program", () => document.querySelector(".cm-content").innerText.includes("你好"));
    assert.match(await visitor.page.$eval(".intro .blurb", textOf), /link/);
    assert.equal(await visitor.page.$eval(".run-status", (status) => status.dataset.mood), "idle");
    assert.deepEqual(await own(visitor), []);
    assert.equal(await hash(visitor), new URL(link).hash);
    await typeOnTop(visitor, "// and mine\n");
    await visitor.until("it is kept", () => document.querySelector(".own-programs .own[aria-current]") !== null);
    await visitor.open(`${new URL(link).hash.slice(0, -20)}`);
    await visitor.until("what is wrong", () => /damaged/.test(document.querySelector(".tools-message").innerText));
    assert.equal((await own(visitor)).length, 1, "nothing is lost");
  },

  async "compiles what was changed, and marks what is wrong in it"(visitor) {
    const slow = { timeout: 150_000 };
    const mood = (wanted) =>
      visitor.until(wanted, (name) => document.querySelector(".run-status").dataset.mood === name, {
        ...slow,
        args: [wanted],
      });
    await deleteAll(visitor);
    await openEditor(visitor);
    await typeOnTop(visitor, "static int broken = 1\nstatic int next = 2;\n");
    await visitor.press("Control", "Enter");
    await visitor.until("the progress", () => /MB|compiler/.test(document.querySelector(".build-progress").innerText));
    await mood("bad");
    await visitor.sees("error: expected ';'");
    assert.match(await visitor.advice(), /not built\. Errors: \d+\. The first is in \S+, line \d+: \S/);
    await visitor.until("the mark", () => document.querySelectorAll(".cm-lint-marker-error").length === 1);
    await visitor.page.hover(".cm-lint-marker-error");
    await visitor.page.waitForSelector(".cm-diagnosticAction", { timeout: 10_000 });
    await visitor.page.$eval(".cm-diagnosticAction", (button) => button.click());
    await visitor.until("the fix", () => document.querySelector(".cm-line").innerText === "static int broken = 1;");
    await visitor.click(".run");
    await mood("good");
    await visitor.sees("Connected to");
    assert.equal(await visitor.page.$$eval(".cm-lint-marker-error", (all) => all.length), 0);
    await typeOnTop(visitor, "// again\n");
    await visitor.click(".run");
    await visitor.click(".stop");
    await mood("stopped");
  },

  async "downloads a program as a folder"(visitor) {
    await openEditor(visitor);
    const saved = visitor.page.evaluate(
      () =>
        new Promise((resolve) => {
          const make = URL.createObjectURL;
          URL.createObjectURL = (blob) => {
            void blob.arrayBuffer().then((bytes) => resolve(new TextDecoder("latin1").decode(bytes)));
            return make(blob);
          };
        }),
    );
    await choose(visitor, "Download as a folder (zip)");
    const bytes = await saved;
    assert.match(bytes, /^PK/);
    for (const name of ["tcp_client.cpp", "CMakeLists.txt", "README.md"]) {
      assert.ok(bytes.includes(`tcp-client/${name}`), `${name} is in the folder`);
    }
  },

  async "lets go of the keyboard with Escape and Tab"(visitor) {
    await deleteAll(visitor);
    await openEditor(visitor);
    const inside = () => visitor.page.evaluate(() => document.activeElement.closest(".cm-content") !== null);
    // A click gives the window the focus as well, which Firefox's driver otherwise may not.
    await visitor.click(".cm-content");
    await visitor.press("Control", "Home");
    await visitor.press("Escape");
    await visitor.press("Tab");
    assert.equal(await inside(), false);
    assert.deepEqual(await own(visitor), [], "nothing was typed by that");
    await visitor.click(".cm-content");
    await visitor.press("Control", "Home");
    await sleep(200);
    await visitor.press("Tab");
    assert.equal(await inside(), true);
    await visitor.until("the indent", () => /^ +#include/.test(document.querySelector(".cm-line").textContent));
    await visitor.press("Control", "z");
    await visitor.press("Control", "f");
    await visitor.page.waitForSelector(".cm-search");
    await visitor.press("Escape");
    await visitor.until("no search", () => !document.querySelector(".cm-search"));
  },

  async "completes our API's names, and explains them"(visitor) {
    await deleteAll(visitor);
    await openEditor(visitor);
    await sleep(1500); // until its data are there
    await typeOnTop(visitor, "porthole::Socket peer;\npeer.sendal");
    await visitor.until("the choice", () =>
      document.querySelector(".cm-tooltip-autocomplete li")?.innerText.startsWith("sendall"),
    );
    await visitor.until("the comment", () => /Sends all/.test(document.querySelector(".cm-completionInfo")?.innerText));
    await sleep(200); // CodeMirror takes no Enter for a choice that nobody can have seen yet
    await visitor.press("Enter");
    await visitor.until("the name", () =>
      document.querySelector(".cm-content").innerText.includes("peer.sendall#include"),
    );
  },

  async "shows one example in another page's frame"(visitor) {
    const frame = `<iframe width="900" height="500" src="${visitor.url}?embed=tcp_client"></iframe>`;
    const other = createServer((request, response) => {
      response.writeHead(request.url === "/" ? 200 : 204, { "Content-Type": "text/html" });
      response.end(request.url === "/" ? `<!doctype html><title>Course</title>${frame}` : undefined);
    });
    await new Promise((resolve) => other.listen(0, "127.0.0.1", resolve));
    const host = `http://127.0.0.1:${other.address().port}/`;
    await visitor.page.goto(host);
    const inner = await (await visitor.page.waitForSelector("iframe")).contentFrame();
    await inner.waitForSelector(".run", { timeout: 15_000 });
    assert.equal(await inner.$eval(".examples", (list) => list.checkVisibility()), false);
    await inner.click(".run");
    await inner.waitForSelector(".run-status[data-mood=good]", { timeout: 15_000 });
    other.close();
    other.closeAllConnections();
    visitor.complaints = visitor.complaints.filter((each) => !each.startsWith(`asked ${host}`));
    await visitor.page.goto("about:blank");
    await visitor.page.goto(`${visitor.url}?embed=no-such-example`);
    await visitor.until("what is wrong", () => /no-such-example/.test(document.querySelector(".notice")?.innerText));
  },
};
