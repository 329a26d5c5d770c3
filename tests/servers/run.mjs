// SPDX-License-Identifier: MIT
// node tests/servers/run.mjs NAME [OPTIONS as JSON]: starts one real server, prints one line of JSON with its ports and
// what else a client needs, and lives until its standard input closes or a signal comes. For pytest, and for people.

import { once } from "node:events";

const [name, options = "{}"] = process.argv.slice(2);
if (!/^[a-z][a-z0-9_]*$/.test(name ?? "")) {
  console.error("usage: node tests/servers/run.mjs NAME [OPTIONS]   (NAME: a file of tests/servers without .mjs)");
  process.exit(2);
}
// A signal that comes while the server starts must not leave its folders behind.
const ended = Promise.race([
  ...["SIGTERM", "SIGINT", "SIGHUP"].map((signal) => once(process, signal)),
  once(process.stdin, "end"),
  once(process.stdin, "close"),
]);
process.stdin.on("error", () => {}).resume();
const { start } = await import(new URL(`./${name}.mjs`, import.meta.url));
const { child, output, run, stop, ...facts } = await start(JSON.parse(options));
console.log(JSON.stringify({ name, ...facts }));
await ended;
await stop();
process.exit(0);
