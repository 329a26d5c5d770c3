// SPDX-License-Identifier: MIT
// node hostile.mjs BROWSER: what a program that someone shared finds when it looks for a way out of its worker.

import assert from "node:assert/strict";
import { launch } from "./launch.mjs";
import { moduleWith } from "./modules.mjs";
import { runTests } from "./run_tests.mjs";
import { harness, openHarness, runWasm } from "./run_wasm.mjs";
import { inBuild, startGateway } from "./servers.mjs";

const [browserName] = process.argv.slice(2);
const gateway = await startGateway({ site: harness });
const browser = await launch(browserName);
const nowhere = { gateway: null, kind: "porthole" };
const run = (page, base64) => runWasm(page, { base64, gateway: nowhere, timeout: 10_000 });

/** Doors that every browser has, so that the test does not pass where nothing was looked for. */
const known = ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "indexedDB", "caches", "BroadcastChannel"].concat(
  ["MessageChannel", "Worker", "importScripts", "navigator", "postMessage", "eval"],
);

const tests = {
  async "every door is shut before the program starts"(page) {
    const { there, open } = await page.evaluate(() => window.probeDoors());
    for (const door of known) assert.ok(there.includes(door), `the browser has ${door} to shut`);
    assert.deepEqual(open, []);
  },

  async "the worker is under the page's content security policy"(page) {
    const { policy } = await page.evaluate(() => window.probeDoors());
    assert.deepEqual(policy.tried, {
      eval: "EvalError",
      function: "EvalError",
      import: "TypeError",
      fetch: "TypeError",
      data: "TypeError",
    });
    assert.deepEqual(policy.violated, ["connect-src", "script-src", "script-src-elem"]);
  },

  async "a module that wants nothing runs"(page) {
    assert.equal((await run(page, moduleWith([]))).code, 0);
  },

  async "functions that the page does not have trap by name"(page) {
    const wanted = [
      ["env", "eval"],
      ["env", "emscripten_run_script"],
      ["posix", "execve"],
      ["wasi_snapshot_preview1", "sock_open"],
      ["wasm:js-string", "length"],
      ["window", "fetch"],
    ];
    for (const [from, name] of wanted) {
      const { code, error } = await run(page, moduleWith([[from, name, "func"]]));
      assert.deepEqual([code, error], [null, `the program called ${name}, which the page does not have`]);
    }
  },

  async "JavaScript's own functions are not there under an import's name"(page) {
    const inherited = ["constructor", "__proto__", "toString", "valueOf", "hasOwnProperty", "__defineGetter__"];
    for (const name of inherited) {
      for (const from of ["posix", "env", "wasi_snapshot_preview1", "constructor", "__proto__", "toString"]) {
        for (const type of [{}, { parameters: ["externref"], result: "externref" }]) {
          const { code, error } = await run(page, moduleWith([[from, name, "func"]], type));
          assert.deepEqual([code, error], [null, `the program called ${name}, which the page does not have`], from);
        }
      }
    }
  },

  async "memories, tables and globals of the page's are refused"(page) {
    for (const kind of ["memory", "table", "global"]) {
      const { code, error } = await run(page, moduleWith([["env", "shared", kind]]));
      assert.deepEqual(
        [code, error],
        [null, `the program wants a ${kind} of the page's (env.shared): link it without`],
      );
    }
  },

  async "an import of another type is called with what JavaScript makes of it, and answers an errno"(page) {
    for (const type of [{ parameters: ["externref", "externref"], result: "i32" }, { parameters: ["i64", "i64"] }]) {
      const { code, signal, error } = await run(page, moduleWith([["posix", "recvfrom", "func"]], type));
      assert.ok(code === 0 || /BigInt|convert/.test(error), `${code} ${signal} ${error}`);
    }
  },
};

/** The driver of Chromium sees workers from inside: that of the real page too, while a program waits in it. */
if (browserName === "chromium") {
  tests["in the real page too, where the program runs"] = async () => {
    const served = await startGateway({ site: inBuild("site") });
    const page = await browser.newPage();
    try {
      await page.goto(`${served.url}#example=telnet_session`);
      const started = new Promise((resolve) => page.once("workercreated", resolve));
      await page.waitForSelector(".pane .run:not([disabled])");
      await page.click(".pane .run");
      const worker = await started;
      const look = (names) => names.filter((name) => name in self);
      const end = Date.now() + 10_000;
      let left;
      do left = await worker.evaluate(look, known).catch(() => known);
      while (left.length > 0 && Date.now() < end);
      assert.deepEqual(left, []);
      assert.ok(worker.url().startsWith("blob:"));
    } finally {
      await page.close();
      await served.stop();
    }
  };
}

const page = await openHarness(browser, gateway.url);
try {
  await runTests(tests, browserName, (test) => test(page));
} finally {
  await browser.close();
  await gateway.stop();
}
