// SPDX-License-Identifier: MIT
// Plays a conversation against the native program, in a pseudo-terminal.

import { spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { scratch } from "../browser/servers.mjs";
import { isComplete } from "./transcript.mjs";

const python = process.env.PORTHOLE_PYTHON ?? "/usr/bin/python3";
const terminal = fileURLToPath(new URL("terminal.py", import.meta.url));
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Native {
  constructor({ porthole, practiceMap, timeout }) {
    Object.assign(this, { porthole, practiceMap, timeout });
  }

  /** `trace`: a file for the calls on its sockets, in JSON. */
  async play(run, { trace } = {}) {
    const folder = scratch();
    const others = [];
    try {
      for (const other of run.before) others.push(await this.startBeside(other, folder));
      return await this.playAlone(run, folder, others, trace);
    } finally {
      for (const other of others) other.stop();
      folder.remove();
    }
  }

  /** A program that runs beside another; it is there once it has said something. */
  async startBeside({ name, args }, folder) {
    const env = { ...process.env, PORTHOLE_PRACTICE_MAP: this.practiceMap };
    const child = spawn(this.porthole, ["run", name, ...args], {
      cwd: folder.path,
      env,
      stdio: ["pipe", "pipe", "pipe"],
    });
    const other = { screen: "", stop: () => child.kill("SIGKILL") };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        other.screen += text;
      });
    }
    const end = Date.now() + this.timeout;
    while (other.screen === "" && Date.now() < end) await sleep(5);
    return other;
  }

  async playAlone({ name, args, input, before }, folder, others, trace) {
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
    const beside = await allSaid(before, others);
    return { screen, status, files, beside };
  }

  async close() {}
}

/** What programs beside have said, once it is all that is expected, or no more comes. */
export async function allSaid(runs, others) {
  const end = Date.now() + 2000;
  const done = () => runs.every((run, index) => isComplete(run, others[index].screen));
  while (!done() && Date.now() < end) await sleep(10);
  return others.map(({ screen }) => screen);
}
