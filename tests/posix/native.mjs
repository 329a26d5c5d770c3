// SPDX-License-Identifier: MIT
// Runs a program natively: the measure of what the page has to show.

import { spawn } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const python = process.env.PORTHOLE_PYTHON ?? "/usr/bin/python3";
const onTerminal = fileURLToPath(new URL("./on_terminal.py", import.meta.url));

const ended = (code, signal) => (signal ? 128 + constants.signals[signal] : code);

/** Files take the output: Node's own pipes are sockets, which a program could tell. */
function toFiles(program, args, env, folder) {
  const outputs = ["stdout", "stderr"].map((name) => join(folder, name));
  const files = outputs.map((path) => openSync(path, "w"));
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ["ignore", ...files], timeout: 60_000 });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      for (const file of files) closeSync(file);
      const [stdout, stderr] = outputs.map((path) => readFileSync(path, "utf8"));
      resolve({ stdout, stderr, code: ended(code, signal) });
    });
  });
}

function toTerminal(program, args, env, keys) {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [onTerminal, program, ...args], { env, stdio: ["pipe", "pipe", "inherit"] });
    let answer = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      answer += text;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(JSON.parse(answer)) : reject(new Error(`${onTerminal}: ${code}`)),
    );
    child.stdin.end(JSON.stringify(keys));
  });
}

/** stdout, stderr and code; or screen and code where keys are typed. */
export async function runNative(program, { args = [], keys }, names) {
  const folder = mkdtempSync(join(tmpdir(), "porthole-posix-"));
  const scratch = join(folder, "scratch");
  mkdirSync(scratch);
  const sanitizer = { ASAN_OPTIONS: "handle_abort=0:detect_leaks=0" };
  const env = { ...process.env, ...names, ...sanitizer, SCRATCH: scratch, LANG: "C.UTF-8" };
  try {
    return await (keys ? toTerminal(program, args, env, keys) : toFiles(program, args, env, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
