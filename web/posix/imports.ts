// SPDX-License-Identifier: MIT

import type { Description } from "./call_record.ts";
import { fileCalls } from "./calls/files.ts";
import { nameCalls } from "./calls/names.ts";
import { socketCalls } from "./calls/sockets.ts";
import { streamCalls } from "./calls/streams.ts";
import type { Call, Calls } from "./calls/table.ts";
import { waitingCalls } from "./calls/waits.ts";
import type { Answer } from "./errno.ts";
import type { Process } from "./process.ts";
import { wasiImports } from "./wasi.ts";

type Import = (...args: (number | bigint)[]) => number | Promise<number>;

/** Marks a function whose promise suspends the program: WebAssembly.Suspending, or what a test puts in its place. */
export type Suspend = (run: Import) => unknown;

const NEVER = new Promise<number>(() => {});

/** Every function of the module "posix". */
export function posixCalls(process: Process): Calls {
  return {
    ...socketCalls(process),
    ...streamCalls(process),
    ...fileCalls(process),
    ...waitingCalls(process),
    ...nameCalls(process),
  };
}

/** A call as an import: errors become the program's own numbers, negated, and the call is recorded if anyone listens. */
function importOf(process: Process, name: string, call: Call): Import {
  const number = (answer: Answer) => (typeof answer === "number" ? answer : -(process.errnos.get(answer) ?? 28));
  const run = call.run as (...args: (number | bigint)[]) => ReturnType<Call["run"]>;
  const caught = (error: unknown): Answer => {
    if (error instanceof RangeError) return "EFAULT";
    throw error;
  };
  const describe = (args: (number | bigint)[]) => {
    try {
      return process.describer.begin(name, args);
    } catch (error) {
      if (error instanceof RangeError) return () => ({ name, args: args.map(Number) });
      throw error;
    }
  };
  const wordsFor = (traced: Exclude<Description, null>, answer: Answer) => {
    try {
      return traced(answer);
    } catch (error) {
      if (error instanceof RangeError) return { name, args: [] };
      throw error;
    }
  };
  return (...args) => {
    const traced = process.callListener && describe(args);
    const start = traced ? process.platform.monotonic() : 0;
    let blocked = 0;
    const done = (answer: Answer): number => {
      if (traced) {
        const end = process.platform.monotonic();
        const told = { result: answer, start, end, blocked: blocked && end - blocked, ...wordsFor(traced, answer) };
        process.callListener?.(told);
      }
      return number(answer);
    };
    // A program that was ended while it waited stays where it is: its stack must not run on.
    const unlessEnded = (answer: Answer) => (process.ended ? NEVER : done(answer));
    try {
      if (process.ended && call.waits) return NEVER;
      const reply =
        call.waits && process.waiting.breathless
          ? process.waiting.yield().then(() => (process.ended ? "EINTR" : run(...args)))
          : run(...args);
      if (typeof reply !== "object") return done(reply);
      if (traced) blocked = process.platform.monotonic();
      return reply.catch(caught).then(unlessEnded);
    } catch (error) {
      return done(caught(error));
    }
  };
}

/** The imports of a program's module, for WebAssembly.instantiate. */
export function programImports(process: Process, suspend: Suspend) {
  const posix: Record<string, unknown> = {};
  for (const [name, call] of Object.entries(posixCalls(process))) {
    const run = importOf(process, name, call);
    posix[name] = call.waits ? suspend(run) : run;
  }
  return {
    posix,
    wasi_snapshot_preview1: {
      ...wasiImports(process),
      proc_exit: suspend((code) => process.exit({ code: Number(code) & 0xff, signal: null })),
    },
    env: { emscripten_notify_memory_growth: () => {} },
  };
}
