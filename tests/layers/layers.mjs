// SPDX-License-Identifier: MIT
// Checks the rules of docs/architecture.md that a text search can see. usage: layers.mjs ROOT

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";

const root = process.argv[2];
const findings = [];

/** Each C++ folder, and the folders of src whose headers it may include besides its own. */
const cpp = {
  posix: [],
  socket: [],
  protocols: ["socket"],
  preload: [],
  hosts: ["socket", "protocols", "preload"],
  examples: ["socket", "protocols"],
  programs: ["socket", "protocols", "hosts"],
  cli: ["socket", "protocols", "hosts", "preload"],
};

/** Each folder of web, and those it may import from besides its own. */
const web = {
  posix: [],
  run: ["posix"],
  compile: [],
  wire: ["posix"],
  package: ["run", "posix"],
  projects: ["compile"],
  offline: [],
  ui: ["run", "compile", "wire", "projects"],
};

function* files(folder, endings) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
    const path = relative(root, join(entry.parentPath ?? entry.path, entry.name));
    if (entry.isFile() && endings.some((ending) => path.endsWith(ending))) yield path;
  }
}

function lines(path, pattern, use) {
  readFileSync(join(root, path), "utf8")
    .split("\n")
    .forEach((text, index) => {
      const found = pattern.exec(text);
      if (found) use(found, `${path}:${index + 1}`);
    });
}

let seen = 0;
for (const path of files("src", [".cpp", ".hpp", ".c", ".h"])) {
  seen++;
  const folder = path.split("/")[1];
  if (!(folder in cpp)) findings.push(`${path}: src/${folder} has no place in the layers`);
  if (folder !== "posix") {
    lines(path, /__EMSCRIPTEN__|emscripten\.h|__wasm/, ([what], at) => findings.push(`${at}: ${what} above the seam`));
  }
  lines(path, /^\s*#\s*include\s+"(\w+)\//, ([, target], at) => {
    if (target !== folder && target in cpp && !cpp[folder]?.includes(target)) {
      findings.push(`${at}: src/${folder} includes src/${target}`);
    }
  });
}

for (const path of files("web", [".ts"])) {
  seen++;
  const [, folder] = path.split("/");
  lines(path, /(?:from|import)\s*\(?\s*"(\.[^"]*)"/, ([, target], at) => {
    const to = normalize(join(dirname(path), target));
    if (!to.startsWith("web/")) findings.push(`${at}: web imports ${to}`);
    const other = to.split("/")[1];
    if (folder in web && other !== folder && other in web && !web[folder].includes(other)) {
      findings.push(`${at}: web/${folder} imports web/${other}`);
    }
  });
  if (!path.startsWith("web/ui") && path !== "web/app.ts" && path.startsWith("web/posix")) {
    lines(path, /\bdocument\.|\bwindow\./, ([what], at) => findings.push(`${at}: ${what} in web/posix`));
  }
}

for (const finding of findings) console.log(finding);
console.log(`${seen} files, ${findings.length} findings`);
process.exitCode = seen === 0 || findings.length > 0 ? 1 : 0;
