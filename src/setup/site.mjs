// SPDX-License-Identifier: MIT
// npm run site [-- --out FOLDER] [--gateway URL]: the page as a folder that any static web server can serve. Without a
// gateway it has the tab's own network; with one (ws:// or wss://) its programs reach real hosts through that.

import { cpSync, existsSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { inBuild, root } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { main, SetupError, say } from "./say.mjs";

const { values } = parseArgs({ options: { out: { type: "string" }, gateway: { type: "string" } } });
/** Every folder of ours has it, and is replaced; another's is left alone. */
const MARK = "offline-files.js";

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0);
}

await main(async () => {
  if (values.gateway && !/^wss?:\/\/[^/]/.test(values.gateway)) {
    throw new SetupError(`--gateway ${values.gateway}: write it as wss://host/path (or ws:// for a page over http)`);
  }
  const out = resolve(root, values.out ?? inBuild("public"));
  if (existsSync(out) && readdirSync(out).length > 0 && !existsSync(join(out, MARK))) {
    throw new SetupError(`${out} has other files in it: name an empty folder with --out`);
  }
  await prepare({ forTests: false, native: false });
  rmSync(out, { recursive: true, force: true });
  cpSync(inBuild("site"), out, { recursive: true });
  const config = { gateway: values.gateway ?? null, kind: "porthole" };
  writeFileSync(join(out, "porthole.json"), `${JSON.stringify(config)}\n`);
  say(
    `\nThe page is in ${out} (${(sizeOf(out) / 1e6).toFixed(0)} MB): any static web server can serve it, from any path.`,
  );
  return 0;
});
