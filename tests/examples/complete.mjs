// SPDX-License-Identifier: MIT
// Every example has a transcript that plays it, every transcript an example, and both are known to the build.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readTranscript } from "./transcript.mjs";

const folder = dirname(fileURLToPath(import.meta.url));
const sources = join(folder, "../../src/examples");
const names = (where, ending) =>
  readdirSync(where)
    .filter((file) => ending.test(file))
    .map((file) => file.replace(ending, ""));
const examples = names(sources, /\.cp{0,2}$/);
const transcripts = names(folder, /\.txt$/).filter((name) => name !== "CMakeLists");
const listed = [...readFileSync(join(sources, "CMakeLists.txt"), "utf8").matchAll(/^add_example\((\w+)\)/gm)];
const built = listed.map(([, name]) => name);

const wrong = [
  ...examples
    .filter((name) => !transcripts.includes(name))
    .map((name) => `${name}: tests/examples/${name}.txt is missing`),
  ...examples.filter((name) => !built.includes(name)).map((name) => `${name}: add_example(${name}) is missing`),
  ...transcripts.filter((name) => !examples.includes(name)).map((name) => `${name}.txt: there is no such example`),
  ...transcripts
    .filter(
      (name) =>
        !readTranscript(join(folder, `${name}.txt`)).some(({ name: first, before }) =>
          [first, ...before.map((run) => run.name)].includes(name),
        ),
    )
    .map((name) => `${name}.txt: plays no ${name}`),
];
for (const line of wrong) console.log(line);
console.log(`${examples.length} examples, ${transcripts.length} transcripts`);
process.exit(wrong.length > 0 || examples.length === 0 ? 1 : 0);
