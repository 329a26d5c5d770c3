// SPDX-License-Identifier: MIT
// play.mjs native|chromium|firefox [--compiled] [--tab] [--porthole PROGRAM] [--examples FOLDER] [NAME...]: plays the transcripts
// of this folder against a private instance of the practice hosts; --compiled compiles the sources in the page; --tab
// plays without a gateway, against the practice hosts in the tab.

import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { inBuild, startPractice } from "../browser/servers.mjs";
import { InPage } from "./in_page.mjs";
import { Native } from "./native.mjs";
import { differences, readTranscript } from "./transcript.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    porthole: { type: "string", default: inBuild("test/src/cli/porthole") },
    compiled: { type: "boolean", default: false },
    tab: { type: "boolean", default: false },
    examples: { type: "string", default: inBuild("wasm/examples") },
  },
});
const [where, ...only] = positionals;
const folder = dirname(fileURLToPath(import.meta.url));
const transcripts = readdirSync(folder)
  .filter((file) => /^[a-z0-9_]+\.txt$/.test(file) && (only.length === 0 || only.includes(basename(file, ".txt"))))
  .sort();
const timeout = 40_000;

const practice = await startPractice({ program: values.porthole });
const settings = { ...values, browser: where, practiceMap: practice.map, timeout };
let failures = 0;
let played = 0;
try {
  const stage = where === "native" ? new Native(settings) : await InPage.open(settings);
  try {
    for (const file of transcripts) {
      for (const run of readTranscript(join(folder, file))) {
        if (run.not.includes("gateway") && where !== "native" && !values.tab) continue;
        const wrong = differences(run, await stage.play(run));
        played++;
        if (wrong.length === 0) continue;
        failures++;
        console.log(`${run.where}: ${run.name} ${run.args.join(" ")}: ${wrong.join("\n")}\n`);
      }
    }
  } finally {
    await stage.close();
  }
} finally {
  await practice.stop();
}
console.log(`${where}: ${played} conversations from ${transcripts.length} transcripts, ${failures} failed`);
process.exit(failures > 0 || played === 0 ? 1 : 0);
