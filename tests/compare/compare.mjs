// SPDX-License-Identifier: MIT
// compare.mjs BROWSER [--porthole PROGRAM] [--examples FOLDER] [NAME...]: plays the transcripts natively and in the page, both
// recorded, and has `porthole compare` tell whether the program did the same on its sockets.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { inBuild, root, scratch, startPractice } from "../browser/servers.mjs";
import { InPage } from "../examples/in_page.mjs";
import { Native } from "../examples/native.mjs";
import { readTranscript } from "../examples/transcript.mjs";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    porthole: { type: "string", default: inBuild("test/src/cli/porthole") },
    examples: { type: "string", default: inBuild("wasm/examples") },
  },
});
const [browser, ...only] = positionals;
// Terminal and host of this one negotiate while a person types: the order is chance, natively too.
const chance = ["telnet_session"];
const transcripts = join(root, "tests/examples");
const names = readdirSync(transcripts)
  .filter((file) => /^[a-z0-9_]+\.txt$/.test(file))
  .map((file) => basename(file, ".txt"))
  .filter((name) => (only.length === 0 ? !chance.includes(name) : only.includes(name)))
  // Through the gateway, which is where the page's hosts are here.
  .filter((name) => !readTranscript(join(transcripts, `${name}.txt`))[0].not.includes("gateway"))
  .sort();
const timeout = 40_000;
const folder = scratch();

function compare(first, second) {
  const { status, stdout, stderr } = spawnSync(values.porthole, ["compare", first, second], { encoding: "utf8" });
  return { status, text: stdout + stderr };
}

/** What a host or a program draws anew in every run: ports of data connections, dates, challenges and their answers. */
const drawn = [
  /\(\|\|\|\d+\|\)/g,
  /(?<=^connect 198\.18\.0\.12:)\d{5}\b/g,
  /(?<=^[<>] Date: ).*/g,
  /(?<=;modify=)\d{14}/g,
  /\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}/g,
  /\w{3}, \d+ \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g,
  /<[a-z]*\d+\.\d+(@(mail|news)\.test>)?/g,
  /(?<=^> APOP learner )[0-9a-f]{32}/g,
  /(?<=^(< 334|>) )[\w+/=]{40,}/g,
  /=_[a-z0-9]{32}/g,
];

/** The lines of a difference that are not of that kind. */
function otherLines(text) {
  const of = (sign) =>
    text
      .split("\n")
      .filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3)))
      .map((line) => drawn.reduce((masked, each) => masked.replace(each, ""), line.slice(1)));
  const [gone, come] = [of("-"), of("+")];
  return gone.join("\n") === come.join("\n")
    ? []
    : [...gone.map((line) => `-${line}`), ...come.map((line) => `+${line}`)];
}

/** The first wait of a trace, in whole seconds and without the descriptors' numbers; `porthole compare` passes over waits. */
function firstWait(trace) {
  const calls = readFileSync(trace, "utf8").trim().split("\n").slice(1).map(JSON.parse);
  const { name, args } = calls.find((call) => /^(poll|select)$/.test(call.name)) ?? { args: [] };
  const text = [name, ...args].join(" ");
  return text.replace(/(?<=\[|, )\d+/g, "N").replace(/\d+\.\d{6}$/, (limit) => String(Math.round(limit)));
}

/** Whether a trace with one other byte sent is told from itself: what is always equal proves nothing. */
function isSeen(trace) {
  const lines = readFileSync(trace, "utf8").split("\n");
  const at = lines.findIndex((line) => /"name":"(send|write)"/.test(line) && line.includes('"bytes":"'));
  if (at < 0) return true;
  lines[at] = lines[at].replace(/"bytes":"../, '"bytes":"07');
  const changed = join(folder.path, "changed");
  writeFileSync(changed, lines.join("\n"));
  return compare(trace, changed).status === 1;
}

// Hosts of their own, so that what one run leaves behind is not what the other finds.
const hosts = await Promise.all([1, 2].map(() => startPractice({ program: values.porthole })));
const [ours, theirs] = hosts.map(({ map }) => ({ ...values, browser, practiceMap: map, timeout }));
const native = new Native(ours);
let failures = 0;
try {
  const page = await InPage.open(theirs);
  try {
    for (const name of names) {
      const [run] = readTranscript(join(transcripts, `${name}.txt`));
      const [here, there] = ["native", "page"].map((where) => join(folder.path, `${name}.${where}`));
      await native.play(run, { trace: here });
      await page.play(run, { trace: there });
      const { status, text } = compare(here, there);
      const wrong = status < 2 ? otherLines(text) : [text];
      if (firstWait(here) !== firstWait(there)) wrong.push(`-${firstWait(here)}`, `+${firstWait(there)}`);
      if (wrong.length === 0 && !isSeen(there)) wrong.push("a changed byte is not seen");
      if (wrong.length === 0) continue;
      failures++;
      console.log(`${name} ${run.args.join(" ")}:\n${wrong.join("\n")}\n`);
    }
  } finally {
    await page.close();
  }
} finally {
  await Promise.all(hosts.map((each) => each.stop()));
  folder.remove();
}
console.log(`${names.length - failures} of ${names.length} programs do the same natively and in ${browser}`);
process.exit(failures > 0 || names.length === 0 ? 1 : 0);
