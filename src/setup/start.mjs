// SPDX-License-Identifier: MIT
// npm start: sets up, builds, and serves the page, with the practice hosts beside the gateway.
// Arguments after "--" go to the gateway (npm start -- --port 9000).

import { spawn } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { inBuild, python, root } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { main, SetupError, say } from "./say.mjs";

const defaults = ["--listen", "127.0.0.1", "--port", "8017", "--port-fallback"];

/** Starts a program that runs until Ctrl-C, which reaches the whole group from the terminal. */
function start(name, command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"], ...options });
  const ended = new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new SetupError(`${name}: ${error.message}`)));
    child.on("close", (code, signal) => resolve({ name, code, signal }));
  });
  return { child, ended };
}

/** Where the command line looks for the practice hosts unless told otherwise. */
const defaultMap = join(process.env.XDG_STATE_HOME ?? join(homedir(), ".local/state"), "porthole/practice.map");

/** Makes this run's practice hosts the command line's own, unless another run's are alive there. */
function offerMap(map) {
  if (existsSync(defaultMap)) return false;
  mkdirSync(dirname(defaultMap), { recursive: true });
  rmSync(defaultMap, { force: true }); // a link left by a run that was killed leads nowhere
  symlinkSync(map, defaultMap);
  return true;
}

function withdrawMap(map) {
  const ours = lstatSync(defaultMap, { throwIfNoEntry: false })?.isSymbolicLink() && readlinkSync(defaultMap) === map;
  if (ours) rmSync(defaultMap);
}

await main(async () => {
  await prepare({ forTests: false });
  mkdirSync(inBuild("run"), { recursive: true });
  // One map a run, so that two checkouts started side by side do not take each other's practice hosts.
  const map = inBuild("run", `practice-${process.pid}.map`);
  const shared = offerMap(map);
  const practice = start("practice hosts", inBuild("native/src/cli/porthole"), ["practice", "--map", map]);
  practice.child.stdout.resume();
  const gateway = start(
    "gateway",
    python,
    ["-m", "porthole_gateway", "--site", inBuild("site"), "--practice-map", map, ...defaults, ...process.argv.slice(2)],
    { env: { ...process.env, PYTHONPATH: `server:${inBuild("native/server/engine")}`, PYTHONUNBUFFERED: "1" } },
  );
  gateway.child.stdout.on("data", (bytes) => {
    const url = /listening on (\S+)/.exec(String(bytes))?.[1];
    if (url) {
      say(`\nPorthole is at ${url}`);
      const environment = shared ? "" : `PORTHOLE_PRACTICE_MAP=${map} `;
      say("Ctrl-C ends it. The same practice host from the command line:");
      say(`  ${environment}build/native/src/cli/porthole get http://www.test/`);
    }
  });
  let stopping = false;
  const stop = () => {
    stopping = true;
    for (const { child } of [gateway, practice]) child.kill("SIGTERM");
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const first = await Promise.race([gateway.ended, practice.ended]);
  const asked = stopping;
  stop();
  const [last] = await Promise.all([gateway.ended, practice.ended]);
  withdrawMap(map);
  if (asked) return 0;
  throw new SetupError(
    `the ${first.name} ended by itself (${first.signal ?? `status ${first.code ?? last.code}`}): its message stands above`,
  );
});
