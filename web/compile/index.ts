// SPDX-License-Identifier: MIT

export { Compiler } from "./compiler.ts";
export type {
  CompileProgress,
  CompileRequest,
  CompileResult,
  CompilerLike,
  Diagnostic,
  FixIt,
  SourceFile,
} from "./types.ts";
