// SPDX-License-Identifier: MIT
// Plays a conversation against the native program, in a pseudo-terminal.

import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scratch } from "../browser/servers.mjs";

const python = process.env.PORTHOLE_PYTHON ?? "/usr/bin/python3";
const terminal = fileURLToPath(new URL("terminal.py", import.meta.url));
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Native {
  constructor({ porthole, practiceMap, timeout }) {
    Object.assign(this, { porthole, practiceMap, timeout });
  }

  /** `trace`: a file for the calls on its sockets, in JSON. */
  async play({ name, args, input }, { trace } = {}) {
    const folder = scratch();
    const recorded = trace ? [`--trace=${trace}`, "--trace-format", "json"] : [];
    const child = spawn(python, [terminal, this.porthole, ...recorded, "run", name, ...args], {
      cwd: folder.path,
      env: { ...process.env, PORTHOLE_PRACTICE_MAP: this.practiceMap },
      stdio: ["pipe", "pipe", "inherit"],
    });
    let screen = "";
    let ended = false;
    child.stdout.setEncoding("utf8").on("data", (text) => {
      screen += text;
    });
    child.stdin.on("error", () => {});
    const late = setTimeout(() => child.kill("SIGKILL"), this.timeout);
    const exited = new Promise((resolve) => child.once("close", (code, signal) => resolve(code ?? signal)));
    exited.then(() => {
      ended = true;
    });
    let seen = 0;
    for (const { text, after } of input) {
      while (!ended && !screen.slice(seen).includes(after)) await sleep(5);
      seen = screen.indexOf(after, seen) + after.length;
      if (text) child.stdin.write(text);
    }
    const status = await exited;
    clearTimeout(late);
    const files = readdirSync(folder.path).map((path) => ({ path, size: statSync(join(folder.path, path)).size }));
    folder.remove();
    return { screen, status, files };
  }

  async close() {}
}
