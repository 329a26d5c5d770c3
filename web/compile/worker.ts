// SPDX-License-Identifier: MIT

import { Builder } from "./build.ts";
import { type Folder, unpack } from "./files.ts";
import { Llvm } from "./llvm.ts";
import type { FromCompiler, ToCompiler } from "./messages.ts";
import { Store } from "./store.ts";
import type { CompileProgress } from "./types.ts";

const post = (message: FromCompiler, transfer: Transferable[] = []) => self.postMessage(message, { transfer });
const progress = (step: CompileProgress) => post({ type: "progress", progress: step });

async function moduleOf(response: Response): Promise<WebAssembly.Module> {
  // Compiling while it is read lets the browser keep the machine code beside the response.
  return WebAssembly.compileStreaming(response);
}

async function open(folder: string, known?: WebAssembly.Module): Promise<Builder> {
  let told = 0;
  const store = await Store.open(folder);
  const parts = await store.fetch((bytes, total) => {
    if (bytes - told < 1 << 18 && bytes < total) return;
    told = bytes;
    progress({ step: "fetch", bytes, total });
  });
  progress({ step: "prepare" });
  const [clang, files, precompiled] = [parts.get("clang"), parts.get("files"), parts.get("precompiled")];
  if (!clang || !files || !precompiled) throw new Error("the compiler could not be loaded: a part is missing");
  const system: Folder = new Map();
  const [module] = await Promise.all([
    known ?? moduleOf(clang),
    ...[files, precompiled].map(async (part) => unpack(system, await part.arrayBuffer())),
  ]);
  if (!known) post({ type: "clang", clang: module });
  return new Builder(new Llvm(module), system, store.manifest, progress);
}

let opening: Promise<Builder> | null = null;

/** One builder a worker; a load that failed is tried again by the next request. */
function builder(folder: string, clang?: WebAssembly.Module): Promise<Builder> {
  opening ??= open(folder, clang).catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

async function handle(message: ToCompiler): Promise<void> {
  const ready = await builder(message.folder, message.clang);
  if (message.type === "load") {
    if (!message.clang) ready.warmUp();
    post({ type: "loaded", id: message.id });
    return;
  }
  const result = ready.build(message.request);
  post({ type: "compiled", id: message.id, result }, result.wasm ? [result.wasm] : []);
}

self.onmessage = (event: MessageEvent<ToCompiler>) => {
  const message = event.data;
  handle(message).catch((error: unknown) => {
    post({ type: "failed", id: message.id, error: String((error as Error)?.message ?? error) });
  });
};
