// SPDX-License-Identifier: MIT
// Drives every verb of every protocol against real servers: natively, or in a browser through the gateway, and holds
// the result against the table in docs/protocols.md.
// usage: verbs.mjs native|chromium|firefox [NAME...]

import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch } from "../browser/launch.mjs";
import { harness, openHarness, runWasm } from "../browser/run_wasm.mjs";
import { inBuild, scratch, startGateway } from "../browser/servers.mjs";
import { missingVerbs, verbTable } from "./verb_table.mjs";

const [where, ...only] = process.argv.slice(2);
const folder = dirname(fileURLToPath(import.meta.url));
const nativeBuild = resolve(process.env.PORTHOLE_NATIVE_BUILD ?? inBuild("test"));
const wasmBuild = resolve(process.env.PORTHOLE_WASM_BUILD ?? inBuild("wasm"));
const timeout = 240_000;

const names = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, "case.mjs")) && (only.length === 0 || only.includes(name)))
  .sort();

/** `[aliases]` for every port of every server, so that the page reaches them as SERVER.lab.internal. */
function policy(cases) {
  const lines = [];
  for (const { runs } of cases) {
    for (const { server, ports = {}, ranges = {} } of runs) {
      const name = `${server}.lab.internal`;
      for (const port of Object.values(ports)) lines.push(`"${name}:${port}" = ${port}`);
      for (const [low, high] of Object.values(ranges)) lines.push(`"${name}:${low}-${high}" = ${low}`);
    }
  }
  return `[aliases]\n${[...new Set(lines)].join("\n")}\n`;
}

/** Where a case's program runs: `run(name, program, args)` gives its exit code and all it printed. */
async function stage(cases) {
  if (where === "native") {
    const run = (name, program, args) =>
      new Promise((resolve) => {
        const work = scratch();
        const file = join(nativeBuild, "tests/interop", name, program);
        execFile(file, args, { cwd: work.path, timeout, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
          work.remove();
          resolve({ code: error ? (error.code ?? error.signal) : 0, output: stdout + stderr });
        });
      });
    return { run, host: () => "127.0.0.1", close: async () => {} };
  }
  const gateway = await startGateway({ site: harness, policy: policy(cases) });
  const browser = await launch(where);
  const page = await openHarness(browser, gateway.url);
  const run = async (name, program, args) => {
    const file = join(wasmBuild, "tests/interop", name, `${program}.wasm`);
    const base64 = readFileSync(file).toString("base64");
    const config = { gateway: gateway.tunnel, kind: "porthole" };
    const result = await runWasm(page, { base64, name: program, args, gateway: config, timeout });
    const said = [result.error, ...(result.notices ?? [])].filter(Boolean).join("\n");
    return { code: result.code ?? result.signal, output: `${result.stdout}${result.stderr}${said}` };
  };
  const close = async () => {
    await browser.close();
    await gateway.stop();
  };
  return { run, host: (server) => `${server}.lab.internal`, close };
}

const table = verbTable();
const cases = [];
let failures = 0;
let verbs = 0;
let place;
try {
  for (const name of names) {
    const { default: each } = await import(pathToFileURL(join(folder, name, "case.mjs")).href);
    const started = performance.now();
    cases.push({ ...each, folder: name, ...(await each.start()) });
    console.log(`${name}: servers stand after ${Math.round(performance.now() - started)} ms`);
  }
  place = await stage(cases);
  for (const { name, folder: part, program, runs, verify } of cases) {
    for (const { server, ports, args } of runs) {
      const started = performance.now();
      const [port] = Object.values(ports);
      const { code, output } = await place.run(part, program, args(place.host(server), port, where));
      const wrong = missingVerbs(table, (name ?? part).toLowerCase(), server.toLowerCase(), where, output);
      if (code !== 0) wrong.unshift(`it ended with ${code}`);
      if (verify && code === 0) {
        await verify(server, where).catch((error) => wrong.push(error.message));
      }
      verbs += [...output.matchAll(/^ok /gm)].length;
      failures += wrong.length > 0 ? 1 : 0;
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${part} ${server}: ${wrong.length === 0 ? "ok" : "FAILED"} in ${seconds} s`);
      if (wrong.length > 0) console.log(`${wrong.join("\n")}\n${output}`);
    }
  }
} finally {
  await place?.close();
  await Promise.all(cases.map((each) => each.stop()));
}
console.log(
  `${where}: ${verbs} verbs proved by ${cases.flatMap((each) => each.runs).length} servers, ${failures} failed`,
);
process.exit(failures > 0 || cases.length === 0 ? 1 : 0);
