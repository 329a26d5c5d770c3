// SPDX-License-Identifier: MIT

import type { CompileProgress, CompileRequest, CompileResult } from "./types.ts";

/** From the page to the worker. */
export type ToCompiler =
  | { type: "load"; id: number; folder: string; clang?: WebAssembly.Module }
  | { type: "compile"; id: number; folder: string; clang?: WebAssembly.Module; request: CompileRequest };

/** From the worker to the page. */
export type FromCompiler =
  | { type: "progress"; progress: CompileProgress }
  /** For the next worker: the machine code that was made for this one comes with it. */
  | { type: "clang"; clang: WebAssembly.Module }
  | { type: "loaded"; id: number }
  | { type: "compiled"; id: number; result: CompileResult }
  | { type: "failed"; id: number; error: string };
