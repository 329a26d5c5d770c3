// SPDX-License-Identifier: MIT
// Starts the browsers under test: Debian's Chromium and Firefox, driven through puppeteer-core.

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const EXECUTABLES = {
  chromium: [process.env.PORTHOLE_CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"],
  firefox: [process.env.PORTHOLE_FIREFOX, "/usr/bin/firefox-esr", "/usr/bin/firefox"],
};

const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Nothing may leave the machine, nothing may ask the user. */
const FIREFOX_PREFERENCES = {
  "browser.shell.checkDefaultBrowser": false,
  "browser.startup.homepage_override.mstone": "ignore",
  "datareporting.policy.dataSubmissionEnabled": false,
  "toolkit.telemetry.enabled": false,
  "app.normandy.enabled": false,
  "app.update.auto": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "network.prefetch-next": false,
  "services.settings.server": "data:,",
  "dom.security.https_first": false,
};

/**
 * Launches "chromium" or "firefox" with a fresh profile.
 * @returns {Promise<import("puppeteer-core").Browser>} whose close() also removes the profile
 */
export async function launch(name, { args = [], defaultViewport = { width: 1280, height: 800 } } = {}) {
  const executablePath = EXECUTABLES[name]?.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error(`${name} is not installed`);
  const userDataDir = mkdtempSync(join(tmpdir(), `porthole-${name}-`));
  const browser = await puppeteer.launch({
    browser: name === "firefox" ? "firefox" : "chrome",
    executablePath,
    headless: true,
    userDataDir,
    defaultViewport,
    args: [...(name === "chromium" ? CHROMIUM_FLAGS : []), ...args],
    ...(name === "firefox" ? { extraPrefsFirefox: FIREFOX_PREFERENCES } : {}),
    protocolTimeout: 600_000,
  });
  const close = browser.close.bind(browser);
  browser.close = async () => {
    await close();
    rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  return browser;
}
