// SPDX-License-Identifier: MIT
// Runs compiled programs in the harness page.

import { inBuild } from "./servers.mjs";

export const harness = inBuild("harness");

/** The weather in which packets travel, and nothing happens to them. */
export const CLEAR = { delay: 0, jitter: 0, loss: 0, duplication: 0, reordering: 0, bandwidth: 0, cut: false };

/** Opens the harness that `url` serves (a gateway with `site: harness`). */
export async function openHarness(browser, url) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => {
    // Firefox reports every WebSocket that was closed before it opened.
    if (!error.message.includes("ws://")) console.error(`page: ${error.message}`);
  });
  await page.goto(url);
  await page.waitForFunction("window.runProgram !== undefined");
  return page;
}

/**
 * Runs a module to its end and tells what it printed and how it ended; see RunRequest and RunResult in
 * harness/harness.ts. `wasm` is a URL as the page sees it, or the module's bytes as base64 in `base64`.
 */
export function runWasm(page, request) {
  return page.evaluate(async ({ base64, ...rest }) => {
    const wasm = base64 ? Uint8Array.from(atob(base64), (each) => each.charCodeAt(0)).buffer : rest.wasm;
    return window.runProgram({ name: "test", args: [], ...rest, wasm });
  }, request);
}
