// SPDX-License-Identifier: MIT
// The whole way with the keyboard alone: every control is reached with Tab and worked with Enter, letters and arrows.

import assert from "node:assert/strict";

const focused = (visitor, selector) =>
  visitor.page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);

/** Whether the control comes before what has the focus. */
const isBehind = (visitor, selector) =>
  visitor.page.evaluate((wanted) => {
    const target = document.querySelector(wanted);
    const at = document.activeElement;
    return !!target && !!at && (at.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
  }, selector);

/**
 * Presses Tab, or Shift+Tab where that is the shorter way, until a control has the focus; one that is not reached so is a
 * failure. Never around the end: there the focus goes to the browser's own buttons, and its driver loses it.
 */
async function tabTo(visitor, selector) {
  const back = await isBehind(visitor, selector);
  for (let presses = 0; presses < 100; presses++) {
    if (await focused(visitor, selector)) return;
    if (await focused(visitor, ".cm-content")) await visitor.press("Escape");
    await visitor.press(...(back ? ["Shift", "Tab"] : ["Tab"]));
  }
  assert.fail(`Tab never comes to ${selector}`);
}

async function workWith(visitor, selector) {
  await tabTo(visitor, selector);
  await visitor.press("Enter");
}

export const keyboardCases = {
  async "goes the whole way with the keyboard alone"(visitor) {
    const { page } = visitor;
    await visitor.open();
    await visitor.until("the source", () => document.querySelector(".cm-content") !== null);
    await page.click("h1"); // the window's focus; all else is keys
    await tabTo(visitor, "#examples input[type=search]");
    await page.keyboard.type("gopher");
    await workWith(visitor, ".example[value=gopher_socket]");
    await visitor.until("the example", () =>
      document.querySelector(".command code").textContent.includes("gopher_socket"),
    );
    await workWith(visitor, ".run");
    await visitor.mood("good");

    await workWith(visitor, ".wire-toggle[aria-expanded=false]");
    await tabTo(visitor, ".wire-find");
    await page.keyboard.type("recv");
    await visitor.until("calls", () => document.querySelectorAll(".wire-row").length > 0);
    await tabTo(visitor, ".wire-list");
    await visitor.press("ArrowDown");
    assert.equal(await page.$eval(".wire-details", (details) => details.hidden), false);
    await tabTo(visitor, ".wire-details");
    await workWith(visitor, ".wire-toggle[aria-expanded=true]");

    await tabTo(visitor, ".cm-content");
    await visitor.press("Control", "Home");
    await page.keyboard.type("// mine\n");
    await visitor.press("Control", "Enter");
    await visitor.until("the end of the compiled program", () => document.querySelector(".own-programs .own") !== null);
    await visitor.until("it ran", () => document.querySelector(".run-status").dataset.mood === "good", {
      timeout: 60_000,
    });

    await workWith(visitor, ".tools .menu > summary");
    await tabTo(visitor, ".tools .menu-items button:first-of-type");
    await visitor.press("Escape");
    await workWith(visitor, ".switch button[lang=zh-Hans]");
    await visitor.until("Chinese", () => document.documentElement.lang.startsWith("zh"));
    await workWith(visitor, ".switch button[lang=en]");
    await workWith(visitor, ".page-head > button:last-child");
    await page.waitForSelector("dialog[open]");
    await visitor.press("Escape");
    await visitor.until("no dialog", () => document.querySelector("dialog[open]") === null);
  },
};
