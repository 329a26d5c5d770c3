// SPDX-License-Identifier: MIT

import { sockets } from "./porthole-posix/index.js";

const LIMIT = 20_000;

/** Runs one program to its end, wherever this module was loaded. */
export async function run({ name, args, env, gateway }) {
  const { default: create } = await import(`./programs/${name}.mjs`);
  const link = sockets({ wasm: new URL(`programs/${name}.wasm`, import.meta.url), gateway });
  const texts = { stdout: [], stderr: [] };
  const code = await new Promise((resolve, reject) => {
    setTimeout(() => resolve("the test's time is up"), LIMIT);
    link.loaded.catch(reject);
    const program = {
      instantiateWasm: link.instantiateWasm,
      arguments: args,
      preRun: () => {
        Object.assign(program.ENV, env);
        const bytes = (list) => (byte) => byte !== null && list.push(byte);
        program.FS.init(() => null, bytes(texts.stdout), bytes(texts.stderr));
      },
      onExit: resolve,
    };
    create(program).catch((error) => resolve(String(error)));
  });
  // Some peers of these programs never read.
  if (typeof code === "number") await Promise.race([link.delivered, new Promise((end) => setTimeout(end, 2000))]);
  const text = (list) => new TextDecoder().decode(Uint8Array.from(list));
  return { code, stdout: text(texts.stdout), stderr: text(texts.stderr) };
}
