// SPDX-License-Identifier: MIT

/** A compressed file in pieces that any static host serves, as src/setup/compiler.mjs writes it. */
export interface Part {
  name: "clang" | "files" | "precompiled";
  /** Of what it holds, uncompressed. */
  hash: string;
  size: number;
  pieces: { file: string; size: number }[];
}

/** How one language is compiled: the driver's words, and clang's own for `in.c` or `in.cpp` to `out.o`. */
export interface Command {
  driver: string[];
  frontend: string[];
}

export interface Manifest {
  parts: Part[];
  compile: { c: Command; cxx: Command };
  /** The linker's words, with OBJECTS where the program's own objects go. */
  link: string[];
  /** Where the precompiled header lies. */
  precompiled: string;
}
