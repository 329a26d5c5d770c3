// SPDX-License-Identifier: MIT
// Runs every fuzz target for a while, from the seeds of its corpus folder.
// usage: fuzz.mjs [--seconds N] [--jobs N] [NAME...]

import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { inBuild } from "../browser/servers.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "3" },
    jobs: { type: "string", default: "2" },
    build: { type: "string", default: inBuild("fuzz") },
  },
});
const tests = dirname(dirname(fileURLToPath(import.meta.url)));
const programs = join(values.build, "fuzz");
const findings = join(values.build, "findings");
const sources = readdirSync(tests, { recursive: true }).filter((file) => file.endsWith(".fuzz.cpp"));
const targets = sources
  .map((file) => ({ name: basename(file, ".fuzz.cpp"), folder: join(tests, dirname(file)) }))
  .filter(({ name }) => positionals.length === 0 || positionals.includes(name))
  .sort((a, b) => a.name.localeCompare(b.name));

/** Runs one target; what it finds stays in build/fuzz/findings. */
function fuzz({ name, folder }) {
  const seeds = join(folder, "corpus", name);
  const grown = join(values.build, "corpus", name);
  rmSync(grown, { recursive: true, force: true });
  mkdirSync(grown, { recursive: true });
  mkdirSync(findings, { recursive: true });
  const args = [grown, ...(existsSync(seeds) ? [seeds] : [])];
  args.push(`-max_total_time=${values.seconds}`, "-timeout=10", "-rss_limit_mb=1024", "-max_len=16384");
  args.push(`-artifact_prefix=${join(findings, name)}-`, "-print_final_stats=1", "-verbosity=0");
  return new Promise((resolve) => {
    execFile(join(programs, name), args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      const runs = /number_of_executed_units: (\d+)/.exec(stderr)?.[1] ?? 0;
      console.log(`${name}: ${error ? "FAILED" : "ok"}, ${runs} runs`);
      if (error) console.log(stdout + stderr.slice(-8000));
      resolve(!error && Number(runs) > 0);
    });
  });
}

const waiting = [...targets];
let failed = 0;
async function worker() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    if (!(await fuzz(next))) failed++;
  }
}
await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
console.log(`${targets.length} targets, ${values.seconds} s each, ${failed} failed`);
process.exit(failed > 0 || targets.length === 0 ? 1 : 0);
