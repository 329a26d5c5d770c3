// SPDX-License-Identifier: MIT

import type { FromCompiler, ToCompiler } from "./messages.ts";
import { isKept } from "./store.ts";
import type { CompileProgress, CompileRequest, CompileResult, CompilerLike } from "./types.ts";

interface Waiting {
  resolve: (result: CompileResult | null) => void;
  reject: (error: Error) => void;
}

type WithoutId<T> = T extends unknown ? Omit<T, "id" | "folder"> : never;

/**
 * Clang in a worker. Nothing is fetched before the first `preload` or `compile`. What goes wrong with the compiler itself
 * (no server, no memory) rejects; what is wrong with the program is in the result.
 */
export class Compiler implements CompilerLike {
  onProgress: (progress: CompileProgress) => void = () => {};
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private nextId = 1;
  private clang: WebAssembly.Module | undefined;

  /** @param folder where the compiler's parts lie: `compiler/` beside the page. */
  constructor(private readonly folder: string = new URL("compiler/", document.baseURI).href) {}

  isKept(): Promise<boolean> {
    return isKept(this.folder);
  }

  async preload(): Promise<void> {
    await this.ask({ type: "load" });
  }

  async compile(request: CompileRequest): Promise<CompileResult> {
    const result = await this.ask({ type: "compile", request });
    if (!result) throw new Error("the compiler gave no result");
    return result;
  }

  cancel(): void {
    this.end(new Error("the compile was stopped"));
  }

  private ask(message: WithoutId<ToCompiler>): Promise<CompileResult | null> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      const { folder, clang } = this;
      this.start().postMessage({ ...message, id, folder, clang } as ToCompiler);
    });
  }

  private start(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "compiler" });
    worker.onmessage = (event: MessageEvent<FromCompiler>) => this.message(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.end(new Error(event.message || "the compiler's worker could not be started"));
    };
    this.worker = worker;
    return worker;
  }

  private message(message: FromCompiler): void {
    if (message.type === "progress") {
      this.onProgress(message.progress);
      return;
    }
    if (message.type === "clang") {
      this.clang = message.clang;
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === "failed") waiting?.reject(new Error(message.error));
    else waiting?.resolve(message.type === "compiled" ? message.result : null);
  }

  private end(error: Error): void {
    this.worker?.terminate();
    this.worker = null;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
