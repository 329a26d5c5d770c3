// SPDX-License-Identifier: MIT
// A hostile module calls every import with whatever numbers it likes: each answers with a number or waits, and none
// writes outside the module's memory or throws.

import { expect, it } from "vitest";
import { programImports } from "../../../web/posix/imports.ts";
import { openNetworks, Process } from "../../../web/posix/index.ts";
import { ScriptedPlatform, settled } from "./platform.ts";

type Import = (...args: (number | bigint)[]) => number | Promise<number>;

const SIZE = 1 << 16;
const numbers = [
  0,
  1,
  2,
  3,
  4,
  16,
  100,
  1023,
  -1,
  -2,
  0x7fffffff,
  -0x80000000,
  SIZE - 1,
  SIZE - 4,
  SIZE,
  SIZE + 8,
  1e9,
];

/** The same numbers each time, so that a failure can be seen again. */
function generator(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function started() {
  const platform = new ScriptedPlatform();
  const network = openNetworks(platform, { gateway: "ws://gateway.test/tunnel", kind: "porthole" }, () => {});
  const process = new Process({
    platform,
    network,
    args: ["hostile"],
    env: {},
    columns: 80,
    rows: 24,
    output: () => {},
    ended: () => {},
    drained: () => {},
  });
  const memory = new WebAssembly.Memory({ initial: 1 });
  process.attach({ memory } as never);
  process.callListener = () => {};
  return { process, memory, imports: programImports(process, (run) => run) };
}

/** Which arguments of wasi_snapshot_preview1 are 64 bits wide. */
const WIDE = new Map([["clock_time_get", 1]]);

const { imports } = started();
const names = Object.entries(imports).flatMap(([from, group]) =>
  Object.keys(group).map((name) => [from, name] as const),
);

it.each(names.filter(([, name]) => name !== "proc_exit"))(
  "%s.%s withstands any numbers",
  async (from, name) => {
    const next = generator(names.findIndex(([, each]) => each === name) + 1);
    const { memory, imports } = started();
    for (let round = 0; round < 100; round++) {
      const bytes = new Uint8Array(memory.buffer);
      for (let i = 0; i < SIZE; i += 97) bytes[i] = next(256);
      const open = (imports as unknown as Record<string, Record<string, Import>>).posix?.socket as Import;
      open(2, 1, 0);
      const call = (imports as unknown as Record<string, Record<string, Import>>)[from]?.[name] as Import;
      const args: (number | bigint)[] = Array.from({ length: 8 }, () => numbers[next(numbers.length)] ?? 0);
      const wide = WIDE.get(name);
      if (wide !== undefined) args[wide] = BigInt(args[wide] ?? 0);
      let answer: unknown;
      try {
        answer = call(...args);
        if (answer instanceof Promise) answer = await Promise.race([answer, settled().then(() => 0)]);
      } catch (error) {
        throw new Error(`${name}(${args.join(", ")}): ${(error as Error).stack}`);
      }
      if (!(typeof answer === "number" || answer === undefined))
        throw new Error(`${name}(${args.join(", ")}) = ${answer}`);
      expect(memory.buffer.byteLength).toBe(SIZE);
    }
  },
  60_000,
);
