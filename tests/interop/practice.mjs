// SPDX-License-Identifier: MIT
// The practice hosts of the build under test, for verbs that no server of Debian speaks.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inBuild, startPractice } from "../browser/servers.mjs";

const build = process.env.PORTHOLE_NATIVE_BUILD ?? inBuild("test");

/** Starts them; `portOf` tells where one of them really listens. */
export async function startPracticeHosts() {
  const practice = await startPractice({ program: join(build, "src/cli/porthole") });
  const lines = readFileSync(practice.map, "utf8").split("\n");
  const portOf = (host, port) => {
    const fields = lines.map((line) => line.split(" ")).find(([name, , at]) => name === host && at === String(port));
    return Number(fields[3]);
  };
  return { portOf, stop: () => practice.stop() };
}
