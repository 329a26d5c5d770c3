// SPDX-License-Identifier: MIT
// Runs npm start as a user would, twice: the page, an example and a practice host answer, the second start is
// up within 3 seconds, and an interrupt ends everything it started. usage: start.mjs ROOT

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = process.argv[2];
const state = mkdtempSync(join(tmpdir(), "porthole-start-"));

async function start() {
  const begin = performance.now();
  const child = spawn(process.execPath, ["src/setup/start.mjs", "--port", "0"], {
    cwd: root,
    env: { ...process.env, XDG_STATE_HOME: state },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const ended = new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal })));
  const url = await new Promise((resolve, reject) => {
    const look = (bytes) => {
      text += bytes;
      const found = /Porthole is at (\S+)/.exec(text)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on("data", look);
    child.stderr.on("data", look);
    child.on("close", () => reject(new Error(`npm start ended:\n${text}`)));
  });
  return { child, ended, url, seconds: (performance.now() - begin) / 1000, output: () => text };
}

async function ends({ child, ended, url, output }) {
  child.kill("SIGINT");
  const { code } = await ended;
  assert.equal(code, 0, `an interrupt is a clean end:\n${output()}`);
  await assert.rejects(fetch(url), "the gateway has gone");
  assert.ok(!existsSync(join(state, "porthole/practice.map")), "the map of the practice hosts is gone");
}

try {
  const first = await start();
  console.log(`first start: ${first.seconds.toFixed(1)} s`);
  const page = await (await fetch(first.url)).text();
  assert.match(page, /<title>.*Porthole/);
  const examples = await (await fetch(new URL("examples/index.json", first.url))).json();
  const wasm = await fetch(new URL(examples.find(({ name }) => name === "tcp_client").wasm, first.url));
  assert.equal(wasm.headers.get("content-type"), "application/wasm");
  const { gateway, kind } = await (await fetch(new URL("porthole.json", first.url))).json();
  assert.deepEqual({ gateway, kind }, { gateway: "/tunnel", kind: "porthole" });
  const map = readFileSync(join(state, "porthole/practice.map"), "utf8");
  const port = /^www\.test \S+ 80 (\d+)$/m.exec(map)[1];
  assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 200);
  await ends(first);

  const second = await start();
  console.log(`second start: ${second.seconds.toFixed(1)} s`);
  assert.ok(second.seconds < 3, `the second start took ${second.seconds.toFixed(1)} s`);
  await ends(second);
} finally {
  rmSync(state, { recursive: true, force: true });
}
