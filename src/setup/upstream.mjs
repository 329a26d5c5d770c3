// SPDX-License-Identifier: MIT
// Sources of other projects that the tests build: from Debian's source packages, checked by apt's signature.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { have, run } from "./run.mjs";
import { SetupError } from "./say.mjs";
import { downloadSource, update, versionOf } from "./trixie.mjs";

/**
 * The folder that holds the source of `name` in this upstream version, fetched into `folder` if it is not there. Where
 * there is no apt, the environment names one: curl's in $CURL_SOURCE.
 */
export async function upstreamSource(name, version, folder) {
  const variable = `${name.toUpperCase()}_SOURCE`;
  if (process.env[variable]) return process.env[variable];
  if (existsSync(join(folder, "CMakeLists.txt"))) return folder;
  if (!have("apt-get")) {
    throw new SetupError(`${name}'s source is missing: unpack version ${version} and name its folder in ${variable}`);
  }
  await update();
  const packages = `${folder}-packages`;
  await downloadSource(`${name}=${versionOf(name, version)}`, packages);
  const archive = readdirSync(packages).find((file) => /\.orig\.tar\.\w+$/.test(file));
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  await run("tar", ["-xf", join(packages, archive), "-C", fresh, "--strip-components=1"]);
  renameSync(fresh, folder);
  rmSync(packages, { recursive: true, force: true });
  return folder;
}
