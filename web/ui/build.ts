// SPDX-License-Identifier: MIT
// The compiler, which is fetched when a program of the reader's own is first run. One compile at a time: it takes
// the whole machine.

import type { CompileProgress, CompileResult, CompilerLike, Diagnostic, SourceFile } from "../compile/types.ts";
import type { Advice } from "./advice.ts";
import { hasText } from "./language.ts";

/** One compile, from the press of Run to a module or to what is wrong. */
export interface Build {
  onProgress: (progress: CompileProgress) => void;
  readonly result: Promise<CompileResult>;
  cancel: () => void;
}

let compiler: Promise<CompilerLike> | undefined;
let turn: Promise<unknown> = Promise.resolve();
/** What came of the last few programs: Run again needs no compiler. */
const built = new Map<string, CompileResult>();
const mostBuilt = 8;

function load(): Promise<CompilerLike> {
  compiler ??= import("../compile/index.ts").then(({ Compiler }) => new Compiler());
  compiler.catch(() => {
    compiler = undefined;
  });
  return compiler;
}

let warming = false;

/** The reader changes a program, and will run it: a compiler that the browser has is made ready. Others wait for Run. */
export async function expectBuild(): Promise<void> {
  if (warming) return;
  warming = true;
  const compiler = await load();
  if (!(await compiler.isKept())) return;
  const preloaded = turn.then(() => compiler.preload());
  turn = preloaded.catch(() => {});
  await preloaded;
}

export function startBuild(files: readonly SourceFile[]): Build {
  const key = JSON.stringify(files);
  let cancelled = false;
  let running: CompilerLike | undefined;
  const work = async (): Promise<CompileResult> => {
    if (cancelled) throw new Error("cancelled");
    const one = await load();
    if (cancelled) throw new Error("cancelled");
    running = one;
    one.onProgress = (progress) => build.onProgress(progress);
    try {
      const result = await one.compile({ files: [...files] });
      if (result.wasm) remember(key, result);
      return result;
    } finally {
      running = undefined;
      one.onProgress = () => {};
    }
  };
  const known = built.get(key);
  const result = known ? Promise.resolve(known) : turn.then(work);
  turn = result.catch(() => {});
  const build: Build = {
    onProgress: () => {},
    result,
    cancel: () => {
      cancelled = true;
      running?.cancel();
    },
  };
  return build;
}

function remember(key: string, result: CompileResult): void {
  built.set(key, result);
  for (const oldest of built.keys()) {
    if (built.size <= mostBuilt) return;
    built.delete(oldest);
  }
}

/** What to do about a program that was not built, as far as the compiler knows: else where the first error is. */
export function buildAdvice(diagnostics: readonly Diagnostic[]): Advice {
  const key = diagnostics.map((each) => each.advice ?? "").find(hasText);
  if (key) return { key };
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const { file = "", line = 1, message = "" } = errors[0] ?? {};
  return { key: "compile.errors", values: { count: errors.length, file, line: String(line), message } };
}
