// SPDX-License-Identifier: MIT
// Runs the page's own clang and wasm-ld in Node, over files in memory: what it makes here, it makes in the page.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { root } from "./paths.mjs";

/** A file of the package; looked for when it is needed, because this module is loaded before npm has installed anything. */
function ofPackage(name) {
  const main = createRequire(join(root, "package.json")).resolve("@yowasp/clang");
  return join(dirname(dirname(main)), "gen", name);
}

export const llvmWasm = () => ofPackage("llvm.core.wasm");
export const llvmResources = () => ofPackage("llvm-resources.tar");

/** Files by absolute path as a tree of browser_wasi_shim's directories. */
function treeOf(shim, files) {
  const top = new Map();
  for (const [path, data] of files) {
    const names = path.split("/").slice(1);
    const name = names.pop();
    let folder = top;
    for (const each of names) {
      if (!folder.has(each)) folder.set(each, new shim.Directory(new Map()));
      folder = folder.get(each).contents;
    }
    folder.set(name, new shim.File(data));
  }
  return top;
}

/** A compiler that keeps its module between runs. */
export class Llvm {
  static async open() {
    const self = new Llvm();
    self.shim = await import("@bjorn3/browser_wasi_shim");
    self.module = await WebAssembly.compile(readFileSync(llvmWasm()));
    return self;
  }

  /**
   * Runs `args` (the tool's name first) over `files`, a Map of absolute paths.
   * @returns {{code: number, text: string, read: (path: string) => Uint8Array}}
   */
  run(args, files) {
    const { WASI, ConsoleStdout, OpenFile, File, PreopenDirectory } = this.shim;
    const parts = [];
    const decoder = new TextDecoder();
    const console = new ConsoleStdout((bytes) => parts.push(decoder.decode(bytes, { stream: true })));
    const top = treeOf(this.shim, files);
    const folder = new PreopenDirectory("/", top);
    const wasi = new WASI(args, ["PWD=/"], [new OpenFile(new File([])), console, console, folder], { debug: false });
    const instance = new WebAssembly.Instance(this.module, { wasi_snapshot_preview1: wasi.wasiImport });
    const code = wasi.start(instance);
    const read = (path) => {
      let entry = { contents: top };
      for (const name of path.split("/").slice(1)) entry = entry?.contents?.get(name);
      return entry?.data;
    };
    return { code, text: parts.join(""), read };
  }
}
