// SPDX-License-Identifier: MIT

import type { CompileProgress, CompileRequest, CompileResult } from "./types.ts";

/** From the page to the worker. */
export type ToCompiler =
  | { type: "load"; id: number; folder: string }
  | { type: "compile"; id: number; folder: string; request: CompileRequest };

/** From the worker to the page. */
export type FromCompiler =
  | { type: "progress"; progress: CompileProgress }
  | { type: "loaded"; id: number }
  | { type: "compiled"; id: number; result: CompileResult }
  | { type: "failed"; id: number; error: string };
