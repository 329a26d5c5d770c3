// SPDX-License-Identifier: MIT
// node native_twice.mjs NATIVE_DIR [PROGRAM...]: each program runs natively under the sanitizers, prints the same
// each time, and prints what Linux is known to print. Only then is its output a measure for the page.

import { join } from "node:path";
import { startPeers } from "../browser/servers.mjs";
import { CASES } from "./cases.mjs";
import { runNative } from "./native.mjs";
import { startSink } from "./sink.mjs";

const [nativeDir, ...only] = process.argv.slice(2);
const cases = CASES.filter(({ name }) => only.length === 0 || only.includes(name));

/** What is wrong with two runs of one program. */
function complaints(test, first, second) {
  const list = [];
  for (const what of ["stdout", "stderr", "screen", "code"]) {
    if (first[what] !== second[what])
      list.push(`${what} differs between two runs:\n${first[what]}\n--\n${second[what]}`);
  }
  const text = `${first.stdout ?? ""}${first.stderr ?? ""}${first.screen ?? ""}`;
  const lines = text.split(/\r?\n/);
  if (/Sanitizer|runtime error:/.test(text)) list.push(text);
  for (const line of test.holds ?? []) {
    if (!lines.some((each) => each.includes(line))) list.push(`"${line}" is missing in:\n${text}`);
  }
  if (first.code === null) list.push("it did not end");
  return list;
}

const peers = await startPeers();
const sink = await startSink();
const ports = { ...peers.ports, sink: sink.port };
const env = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name.toUpperCase(), `127.0.0.1:${port}`]));
let failures = 0;
try {
  for (const test of cases) {
    const first = await runNative(join(nativeDir, test.name), test, env);
    const second = await runNative(join(nativeDir, test.name), test, env);
    const wrong = complaints(test, first, second);
    console.log(`${wrong.length === 0 ? "good" : "WRONG"} ${test.name} (status ${first.code})`);
    for (const each of wrong) console.log(`  ${each.replaceAll("\n", "\n  ")}`);
    if (wrong.length > 0) failures++;
  }
} finally {
  await peers.stop();
  sink.stop();
}
console.log(`${cases.length - failures} of ${cases.length} programs are steady`);
process.exitCode = failures > 0 ? 1 : 0;
