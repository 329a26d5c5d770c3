// SPDX-License-Identifier: MIT
// Starting other programs from set-up.

import { spawn, spawnSync } from "node:child_process";
import { SetupError } from "./say.mjs";

/** Runs a program with its output shown as it comes; a failure is an error that names the command. */
export function run(command, args, { allowFailure = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], ...options });
    child.on("error", (error) =>
      reject(new SetupError(error.code === "ENOENT" ? `${command}: not found` : `${command}: ${error.message}`)),
    );
    child.on("close", (code, signal) => {
      if (code === 0 || allowFailure) resolve(code ?? 1);
      else
        reject(
          new SetupError(
            `${[command, ...args].join(" ")}\n    ended with ${signal ? `signal ${signal}` : `status ${code}`}`,
          ),
        );
    });
  });
}

/** The standard output of a program, or null where it is missing or fails. */
export function output(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
  return result.status === 0 ? result.stdout.trim() : null;
}

/** Whether a program is on PATH (or at the path given). */
export function have(command) {
  return output("sh", ["-c", 'command -v "$1"', "sh", command]) !== null;
}
