// SPDX-License-Identifier: MIT
// npm run lint: formatting and lint of every language; npm run format mends what can be mended by itself.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { ruff } from "./ruff.mjs";
import { have, output, run } from "./run.mjs";
import { main, SetupError, say, step } from "./say.mjs";
import { tidy } from "./tidy.mjs";

const fix = process.argv.includes("--fix");
const options = { cwd: root, allowFailure: true };
const tracked = output("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root })
  .split("\n")
  .filter((file) => existsSync(join(root, file)));
const named = (...endings) => tracked.filter((file) => endings.some((ending) => file.endsWith(ending)));

function versioned(tool) {
  const name = have(`${tool}-19`) ? `${tool}-19` : tool;
  if (!have(name)) throw new SetupError(`${tool} is missing: npm test installs it, or apt-get install ${tool}-19`);
  return name;
}

await main(async () => {
  let failures = 0;
  const check = async (name, work) => {
    if ((await step(name, work)) !== 0) {
      failures++;
      say(`    ${name}: failed`);
    }
  };
  const cpp = named(".cpp", ".hpp", ".c", ".h");
  await check("clang-format", () =>
    run(versioned("clang-format"), [...(fix ? ["-i"] : ["--dry-run", "-Werror"]), ...cpp], options),
  );
  const biome = join(root, "node_modules/.bin/biome");
  await check("biome", () => run(biome, ["check", ...(fix ? ["--write"] : []), "--error-on-warnings", "."], options));
  await check("ruff", async () => {
    const findings = await ruff(named(".py"), { fix });
    for (const finding of findings) say(finding);
    return findings.length;
  });
  for (const project of named("tsconfig.json")) {
    await check(`tsc ${project}`, () => run(join(root, "node_modules/.bin/tsc"), ["--noEmit", "-p", project], options));
  }
  if (!fix) await check("clang-tidy", () => tidy(versioned("clang-tidy")));
  if (failures > 0)
    say(fix ? "\nWhat is left has to be mended by hand." : "\nnpm run format mends what can be mended by itself.");
  return failures > 0 ? 1 : 0;
});
