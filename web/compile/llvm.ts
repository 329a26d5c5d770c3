// SPDX-License-Identifier: MIT

import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from "@bjorn3/browser_wasi_shim";
import type { Folder } from "./files.ts";

/** What a run of clang or of the linker came to. */
export interface Ran {
  code: number;
  text: string;
}

const mostText = 1 << 20;

/** LLVM as one module with many tools; each run is an instance of its own, so nothing of a run is left behind. */
export class Llvm {
  constructor(private readonly module: WebAssembly.Module) {}

  /** Runs a tool, its name first in `args`, over a tree of files. */
  run(args: string[], root: Folder): Ran {
    const decoder = new TextDecoder();
    let text = "";
    const output = new ConsoleStdout((bytes) => {
      if (text.length < mostText) text += decoder.decode(bytes, { stream: true });
    });
    const folder = new PreopenDirectory("/", root);
    const wasi = new WASI(args, ["PWD=/"], [new OpenFile(new File([])), output, output, folder], { debug: false });
    const instance = new WebAssembly.Instance(this.module, { wasi_snapshot_preview1: wasi.wasiImport });
    const exports = instance.exports as unknown as { memory: WebAssembly.Memory; _start: () => unknown };
    try {
      return { code: wasi.start({ exports }), text };
    } catch (error) {
      // A source that nests too deep for the stack, or needs more memory than there is, ends the tool, not the page.
      return { code: 139, text: `${text}${args[0]}: ${(error as Error).message}\n` };
    }
  }
}
