// SPDX-License-Identifier: MIT
// Changing programs in the page: the editor, its files, and what the browser keeps of them.

import assert from "node:assert/strict";

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
    await visitor.until("the own program", () => document.querySelector(".own-programs .own[aria-current]"));
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
    await visitor.until("the own program", () => document.querySelector(".own-programs .own[aria-current]"));
    await visitor.choose("tcp_client");
    await visitor.until("the example", () => !document.querySelector(".cm-content").innerText.includes("// changed"));
    assert.equal(await hash(visitor), "#example=tcp_client");
    await visitor.click(".run");
    await visitor.mood("good");
  },
};
