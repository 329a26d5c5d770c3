// SPDX-License-Identifier: MIT
// clang-tidy over the native sources. It takes seconds a file, so a file that it has passed is remembered by what the
// compiler would see of it, in the user's cache, where a fresh clone finds it too.

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { inBuild, root } from "./paths.mjs";
import { output } from "./run.mjs";
import { SetupError, say } from "./say.mjs";

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "porthole/clang-tidy");

function execute(command, args, cwd) {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, encoding: "utf8", maxBuffer: 1 << 28 }, (error, stdout, stderr) =>
      resolve({ failed: Boolean(error), stdout, stderr }),
    );
  });
}

/** The compiler's command without launcher and output, asking for the preprocessed text alone. */
function preprocessing(command) {
  return command
    .replace(/^\S*ccache /, "")
    .replace(/ -o \S+/, "")
    .replace(/ -fpch-preprocess/, "")
    .replace(/ -c /, " -E -P ");
}

async function check({ file, directory, command }, { tool, version, settings }) {
  const { failed, stdout: text, stderr } = await execute("sh", ["-c", preprocessing(command)], directory);
  if (failed) return stderr;
  const key = createHash("sha256").update(`${version}\0${settings}\0${text}`).digest("hex");
  const known = join(cache, key);
  if (existsSync(known)) return "";
  const args = ["-p", inBuild("test"), "--quiet", "--warnings-as-errors=*", "--extra-arg=-Wno-ignored-gch", file];
  const result = await execute(tool, args, root);
  if (result.failed) return result.stdout || result.stderr;
  writeFileSync(known, "");
  return "";
}

/** Checks every source below src that the test build compiles, two at a time; gives the number with findings. */
export async function tidy(tool) {
  const commands = inBuild("test/compile_commands.json");
  if (!existsSync(commands)) throw new SetupError("clang-tidy needs the test build: run npm test once");
  mkdirSync(cache, { recursive: true });
  const context = {
    tool,
    version: output(tool, ["--version"]),
    settings: readFileSync(join(root, ".clang-tidy"), "utf8"),
  };
  const all = JSON.parse(readFileSync(commands, "utf8"));
  const seen = new Map(
    all
      .filter(({ file }) => file.startsWith(join(root, "src/")) || file.startsWith(join(root, "server/")))
      .map((entry) => [entry.file, entry]),
  );
  const left = [...seen.values()];
  let bad = 0;
  const worker = async () => {
    for (let entry = left.pop(); entry; entry = left.pop()) {
      const findings = await check(entry, context);
      if (findings) {
        bad++;
        say(findings.trim());
      }
    }
  };
  await Promise.all([worker(), worker()]);
  return bad;
}
