// SPDX-License-Identifier: MIT

import type { Process } from "./process.ts";

const encoder = new TextEncoder();

/** Writes an array of C strings and the bytes they point at, as args_get and environ_get do. */
function storeStrings(process: Process, strings: string[], pointers: number, bytes: number): number {
  let at = bytes;
  for (const [i, text] of strings.entries()) {
    process.memory.setU32(pointers + 4 * i, at);
    const encoded = encoder.encode(`${text}\0`);
    process.memory.bytes(at, encoded.length).set(encoded);
    at += encoded.length;
  }
  return 0;
}

function storeSizes(process: Process, strings: string[], count: number, bytes: number): number {
  process.memory.setU32(count, strings.length);
  process.memory.setU32(
    bytes,
    strings.reduce((sum, text) => sum + encoder.encode(text).length + 1, 0),
  );
  return 0;
}

const EFAULT = 21;

/** An address outside of the memory is an errno, not an exception. */
function guarded<Args extends unknown[]>(call: (...args: Args) => number): (...args: Args) => number {
  return (...args) => {
    try {
      return call(...args);
    } catch (error) {
      if (error instanceof RangeError) return EFAULT;
      throw error;
    }
  };
}

/** The few functions of wasi_snapshot_preview1 that libc needs beside the module "posix". */
export function wasiImports(process: Process) {
  const environment = () => Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
  const { memory, platform } = process;
  return {
    args_get: guarded((pointers: number, bytes: number) => storeStrings(process, process.args, pointers, bytes)),
    args_sizes_get: guarded((count: number, bytes: number) => storeSizes(process, process.args, count, bytes)),
    environ_get: guarded((pointers: number, bytes: number) => storeStrings(process, environment(), pointers, bytes)),
    environ_sizes_get: guarded((count: number, bytes: number) => storeSizes(process, environment(), count, bytes)),
    clock_time_get: guarded((clock: number, _precision: bigint, result: number) => {
      const milliseconds = clock === 0 ? platform.now() : platform.monotonic();
      memory.view.setBigUint64(result >>> 0, BigInt(Math.round(milliseconds * 1e6)), true);
      return 0;
    }),
    clock_res_get: guarded((_clock: number, result: number) => {
      memory.view.setBigUint64(result >>> 0, 1_000_000n, true);
      return 0;
    }),
    random_get: guarded((address: number, size: number) => {
      platform.random(memory.bytes(address, size));
      return 0;
    }),
  };
}
