// SPDX-License-Identifier: MIT
// What set-up prints: one line a step, with the time it took, and errors that say what to do.

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\x1b[${code}m${text}\x1b[0m` : text);

/** A failure that the reader can act on: its message is printed without a stack. */
export class SetupError extends Error {}

export function say(text) {
  console.log(text);
}

/** Runs one step of set-up and prints its name before, and its time after when it took any. */
export async function step(name, work) {
  const start = performance.now();
  say(`${paint("1;36", "==>")} ${paint("1", name)}`);
  const result = await work();
  const seconds = (performance.now() - start) / 1000;
  if (seconds > 1) say(`    ${name}: ${seconds.toFixed(1)} s`);
  return result;
}

/** Runs a whole command (start, test) and turns its failure into one readable line. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    const text = error instanceof SetupError ? error.message : (error.stack ?? String(error));
    console.error(`\n${paint("1;31", "error:")} ${text}`);
    process.exitCode = 1;
  }
}
