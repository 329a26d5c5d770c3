// SPDX-License-Identifier: MIT
// Lists what a browser keeps of the page for visits without a server (web/offline): all but the compiler, which keeps
// itself when it is used, and the examples' modules, which are kept when they have run.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { inBuild } from "./paths.mjs";

const left = /^(compiler\/|offline(-files)?\.js$|examples\/.*\.wasm$|porthole\.json$)/;

export function writeOfflineFiles(site) {
  const folder = inBuild(site);
  const all = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      relative(folder, join(entry.parentPath ?? entry.path, entry.name))
        .split(sep)
        .join("/"),
    )
    .sort();
  const files = all.filter((path) => !left.test(path));
  const modules = all.filter((path) => path.endsWith(".wasm"));
  const hash = createHash("sha256");
  // The modules count, so that those of another version are forgotten with it.
  for (const path of [...files, ...modules]) hash.update(`${path}\n`).update(readFileSync(join(folder, path)));
  const list = {
    version: hash.digest("hex").slice(0, 16),
    files: files.map((path) => (path === "index.html" ? "./" : path)),
  };
  writeFileSync(join(folder, "offline-files.js"), `self.offlineFiles = ${JSON.stringify(list)};\n`);
}
