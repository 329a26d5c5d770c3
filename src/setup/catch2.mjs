// SPDX-License-Identifier: MIT
// Catch2's source: Debian 13's source package, checked by apt's signature; it is built natively and for wasm.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inBuild } from "./paths.mjs";
import { have, run } from "./run.mjs";
import { SetupError } from "./say.mjs";
import { downloadSource, update, versionOf } from "./trixie.mjs";

const upstream = "3.7.1";

/** The folder that holds Catch2's source; $CATCH2_SOURCE names one where there is no apt. */
export async function catch2() {
  if (process.env.CATCH2_SOURCE) return process.env.CATCH2_SOURCE;
  const folder = inBuild("catch2");
  if (existsSync(join(folder, "CMakeLists.txt"))) return folder;
  if (!have("apt-get")) {
    throw new SetupError(`Catch2's source is missing: unpack version ${upstream} and name its folder in CATCH2_SOURCE`);
  }
  await update();
  const packages = inBuild("catch2-packages");
  await downloadSource(`catch2=${versionOf("catch2", upstream)}`, packages);
  const archive = readdirSync(packages).find((name) => /\.orig\.tar\.\w+$/.test(name));
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  await run("tar", ["-xf", join(packages, archive), "-C", fresh, "--strip-components=1"]);
  renameSync(fresh, folder);
  rmSync(packages, { recursive: true, force: true });
  return folder;
}
