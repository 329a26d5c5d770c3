// SPDX-License-Identifier: MIT
// What a connection between two programs of the tab costs over the same bytes moved between two wasm memories by
// 64 KiB buffers over a MessagePort. usage: tab.mjs [BROWSER [ROUNDS [MB]]]; builds its program itself.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { toolchain } from "../../src/setup/toolchain.mjs";
import { launch } from "../browser/launch.mjs";
import { harness, openHarness } from "../browser/run_wasm.mjs";
import { inBuild, startGateway } from "../browser/servers.mjs";

const browserName = process.argv[2] ?? "chromium";
const rounds = Number(process.argv[3] ?? 7);
const BYTES = Number(process.argv[4] ?? 200) * 1_000_000;
const TRIPS = 5000;
const here = (name) => fileURLToPath(new URL(`tab/${name}`, import.meta.url));

const { env } = await toolchain();
execFileSync("cmake", ["--build", inBuild("wasm"), "--target", "pair"], {
  stdio: "inherit",
  env: { ...process.env, ...env },
});
const base64 = readFileSync(inBuild("wasm/tests/bench/pair.wasm")).toString("base64");
const raw = readFileSync(here("raw.js"), "utf8");

/** Two programs: what the one that measures printed. */
function programs(page, first, second, measures) {
  return page.evaluate(
    async (base64, roles, measures) => {
      const wasm = await WebAssembly.compile(Uint8Array.from(atob(base64), (each) => each.charCodeAt(0)));
      const gateway = { gateway: null, kind: "porthole" };
      const texts = ["", ""];
      const start = (index) => {
        const program = new window.Program({ wasm, name: "pair", args: roles[index], gateway, columns: 80, rows: 24 });
        program.onOutput = (bytes) => {
          texts[index] += new TextDecoder().decode(bytes);
        };
        return program;
      };
      const one = start(0);
      while (!texts[0].includes("ready")) await new Promise((resolve) => setTimeout(resolve, 2));
      const other = start(1);
      const ends = await Promise.all([one.exited, other.exited]);
      for (const program of [one, other]) program.stop();
      if (ends.some(({ code }) => code !== 0)) throw new Error(JSON.stringify([ends, texts]));
      return texts[measures].replace("ready", "").trim().split(" ").map(Number);
    },
    base64,
    [first, second],
    measures,
  );
}

/** Two plain workers: what the one that measures said. */
function workers(page, first, second, details, measures) {
  return page.evaluate(
    async (raw, roles, details, measures) => {
      const url = URL.createObjectURL(new Blob([raw], { type: "text/javascript" }));
      const pair = roles.map(() => new Worker(url));
      const { port1, port2 } = new MessageChannel();
      const said = new Promise((resolve) => {
        pair[measures].onmessage = ({ data }) => resolve(data);
      });
      pair[0].postMessage({ role: roles[0], ...details }, [port1]);
      pair[1].postMessage({ role: roles[1], ...details }, [port2]);
      const data = await said;
      for (const worker of pair) worker.terminate();
      return data;
    },
    raw,
    [first, second],
    details,
    measures,
  );
}

const gateway = await startGateway({ site: harness });
const browser = await launch(browserName);
const seen = new Map();
const note = (name, value) => seen.set(name, [...(seen.get(name) ?? []), value]);
try {
  let port = 20_000;
  const bulk = async (page, size) => {
    const [, micros] = await programs(page, ["sink", `${++port}`], ["source", `${port}`, `${BYTES}`, `${size}`], 0);
    return BYTES / micros;
  };
  for (let round = 0; round <= rounds; round++) {
    const page = await openHarness(browser, gateway.url);
    const figures = {
      "raw, MB/s": BYTES / (await workers(page, "sink", "source", { bytes: BYTES, size: 65_536 }, 0)),
      "64 KiB a send, MB/s": await bulk(page, 65_536),
      "1 MiB a send, MB/s": await bulk(page, 1 << 20),
    };
    figures["raw round trip, us"] = await workers(page, "pong", "ping", { rounds: TRIPS }, 1);
    [figures["round trip, us"]] = await programs(page, ["pong", `${++port}`], ["ping", `${port}`, `${TRIPS}`], 1);
    // The first round warms up.
    if (round > 0) for (const [name, value] of Object.entries(figures)) note(name, value);
    await page.close();
  }
} finally {
  await browser.close();
  await gateway.stop();
}
const median = (name) => seen.get(name).toSorted((one, other) => one - other)[Math.floor(rounds / 2)];
for (const name of seen.keys()) console.log(`${name}: ${median(name).toFixed(1)}`);
const ratio = (one, other) => (median(one) / median(other)).toFixed(2);
console.log(`throughput: ${ratio("64 KiB a send, MB/s", "raw, MB/s")} of raw (64 KiB a send)`);
console.log(`throughput: ${ratio("1 MiB a send, MB/s", "raw, MB/s")} of raw (1 MiB a send)`);
console.log(`round trip of 64 bytes: ${ratio("round trip, us", "raw round trip, us")} times raw`);
