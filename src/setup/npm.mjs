// SPDX-License-Identifier: MIT
// node_modules as package-lock.json says, installed again only when that file changed.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { run } from "./run.mjs";
import { isDone, markDone } from "./stamp.mjs";

export async function nodeModules() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(join(root, "node_modules/.package-lock.json")) && isDone("npm", lock)) return;
  await run("npm", ["ci", "--no-audit", "--no-fund", "--fetch-retries=5"], { cwd: root });
  markDone("npm", lock);
}
