// SPDX-License-Identifier: MIT
// Packages of Debian 13 (trixie) on any Debian or Ubuntu, without touching the system's own package lists: apt runs
// with private directories below build/. Integrity is apt's signed Release file; the mirror is the machine's own.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inBuild } from "./paths.mjs";
import { output, run } from "./run.mjs";
import { SetupError } from "./say.mjs";

const directory = inBuild("apt");
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** The first mirror of this archive ("debian", "debian-security") that this machine's apt uses, or null. */
export function mirrorOf(archive) {
  const address = new RegExp(`\\b(?:https?|file|copy):/*\\S*/${archive}/?(?=\\s|$)`);
  const files = ["/etc/apt/sources.list"];
  try {
    for (const name of readdirSync("/etc/apt/sources.list.d")) files.push(join("/etc/apt/sources.list.d", name));
  } catch {
    // A machine without the folder has the one file.
  }
  for (const file of files) {
    if (!existsSync(file)) continue;
    for (const line of readFileSync(file, "utf8").split("\n")) {
      if (line.trim().startsWith("#")) continue;
      const url = address.exec(line)?.[0];
      if (url) return url.replace(/\/$/, "");
    }
  }
  return null;
}

/** The mirror of Debian itself; a machine of Ubuntu has none: then Debian's public name. */
export function mirror() {
  return mirrorOf("debian") ?? "http://deb.debian.org/debian";
}

function options() {
  return [
    `Dir::State::Lists=${directory}/lists`,
    `Dir::Cache=${directory}/cache`,
    `Dir::Etc::sourcelist=${directory}/sources.list`,
    "Dir::Etc::sourceparts=/dev/null",
    "Dir::Etc::preferencesparts=/dev/null",
    "APT::Sandbox::User=root",
    "Acquire::Retries=5",
  ].flatMap((option) => ["-o", option]);
}

/** Fetches trixie's package lists into the private directories. */
export async function update() {
  if (!existsSync("/usr/bin/apt-get")) throw new SetupError("apt-get is missing: this step needs Debian or Ubuntu");
  mkdirSync(join(directory, "lists/partial"), { recursive: true });
  mkdirSync(join(directory, "cache/archives/partial"), { recursive: true });
  const signed = existsSync(keyring) ? ` [signed-by=${keyring}]` : "";
  const url = mirror();
  // Of bookworm only sources are taken, for the tests.
  const lists = ["deb trixie", "deb-src trixie", "deb-src bookworm"].map((each) => each.split(" "));
  const lines = lists.map(([kind, suite]) => `${kind}${signed} ${url} ${suite} main\n`);
  writeFileSync(join(directory, "sources.list"), lines.join(""));
  await run("apt-get", [...options(), "-qq", "update"]);
}

/** Downloads binary packages (NAME or NAME=VERSION) into a folder; what is already whole there is kept by apt. */
export async function download(packages, folder) {
  mkdirSync(folder, { recursive: true });
  await run("apt-get", [...options(), "-q", "download", ...packages], { cwd: folder });
}

/** Downloads the source of one package, unpacked by the caller: only files are fetched. */
export async function downloadSource(source, folder) {
  mkdirSync(folder, { recursive: true });
  await run("apt-get", [...options(), "-q", "--download-only", "source", source], { cwd: folder });
}

/** The newest version in these lists that starts with this upstream version. */
export function versionOf(name, upstream) {
  const table = output("apt-cache", [...options(), "madison", name]) ?? "";
  const versions = table.split("\n").map((line) => line.split("|")[1]?.trim());
  const found = versions.find((version) => version?.replace(/^\d+:/, "").startsWith(upstream));
  if (!found)
    throw new SetupError(
      `${name} ${upstream} is not in Debian's lists (found: ${versions.filter(Boolean).join(", ") || "none"})`,
    );
  return found;
}
