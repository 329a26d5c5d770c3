// SPDX-License-Identifier: MIT
/** What the page and the compiler say to each other: sources in, a module and diagnostics out. */

/** One file of a program, as the reader sees it in a tab. */
export interface SourceFile {
  name: string;
  text: string;
}

/** The files to compile together, and clang's options beyond the usual ones. */
export interface CompileRequest {
  files: SourceFile[];
  /** For example ["-std=c++23", "-O2"]. */
  flags?: string[];
}

/** A replacement that clang proposes: 1-based, columns in UTF-16 units, the end exclusive. */
export interface FixIt {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  text: string;
}

/** One thing the compiler or linker says about a place in a source. */
export interface Diagnostic {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  severity: "error" | "warning" | "note";
  message: string;
  fixIts: FixIt[];
  notes: Diagnostic[];
  /** The key of a text that says what is so and what to do instead. */
  advice?: string;
}

/** What came of a compile: no module when there was an error. */
export interface CompileResult {
  wasm: ArrayBuffer | null;
  diagnostics: Diagnostic[];
  /** As clang and the linker wrote it. */
  text: string;
}

/** How far a compile is. */
export interface CompileProgress {
  step: "fetch" | "prepare" | "compile" | "link";
  bytes?: number;
  total?: number;
  file?: string;
}

/** What the page needs of the compiler, so that it can be loaded when it is first used. */
export interface CompilerLike {
  onProgress: (progress: CompileProgress) => void;
  /** Whether the browser has everything, so that loading asks nothing of the network. */
  isKept(): Promise<boolean>;
  /** Fetches and prepares everything, and runs it once, so that the next compile takes no longer than any other. */
  preload(): Promise<void>;
  compile(request: CompileRequest): Promise<CompileResult>;
  /** Ends a compile that runs away. */
  cancel(): void;
}
