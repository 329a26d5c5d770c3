// SPDX-License-Identifier: MIT

import { type Process, type ProgramExports, programImports } from "../posix/index.ts";
import { jspi } from "./jspi.ts";

/** Fetches and compiles; what goes wrong is an Error whose message a reader understands. */
export async function compile(wasm: string | ArrayBuffer | WebAssembly.Module): Promise<WebAssembly.Module> {
  if (wasm instanceof WebAssembly.Module) return wasm;
  if (typeof wasm !== "string") return WebAssembly.compile(wasm);
  const response = await fetch(wasm).catch(() => null);
  if (!response) throw new Error(`the program could not be loaded: no answer from the server for ${wasm}`);
  if (!response.ok) throw new Error(`the program could not be loaded: ${wasm}: ${response.status}`);
  return WebAssembly.compile(await response.arrayBuffer());
}

/**
 * A module's imports: what is provided, and functions that trap, by name, for what is not: the program may never need
 * them. Nothing here has a prototype, so that a module finds nothing of JavaScript's own under an import's name.
 */
function importsOf(module: WebAssembly.Module, provided: Record<string, Record<string, unknown>>): WebAssembly.Imports {
  const imports: Record<string, Record<string, unknown>> = Object.create(null);
  for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
    imports[from] ??= Object.create(null) as Record<string, unknown>;
    const group = Object.hasOwn(provided, from) ? provided[from] : undefined;
    if (group && Object.hasOwn(group, name)) imports[from][name] = group[name];
    else if (kind !== "function")
      throw new Error(`the program wants a ${kind} of the page's (${from}.${name}): link it without`);
    else
      imports[from][name] = () => {
        throw new Error(`the program called ${name}, which the page does not have`);
      };
  }
  return imports as WebAssembly.Imports;
}

const SIGABRT = 6;
const SIGSEGV = 11;

function isCppException(error: unknown): boolean {
  const { Exception } = WebAssembly as unknown as { Exception?: new () => unknown };
  return Exception !== undefined && error instanceof Exception;
}

/** Runs a module to the end of its main; the end itself is the process's to tell. */
export async function start(module: WebAssembly.Module, process: Process): Promise<void> {
  const { Suspending, promising } = jspi;
  if (!Suspending || !promising) throw new Error("this browser has no JSPI");
  const imports = programImports(process, (run) => new Suspending(run));
  const instance = await WebAssembly.instantiate(module, importsOf(module, imports));
  const exports = instance.exports as unknown as ProgramExports & { _start?: () => void };
  if (!exports._start) throw new Error("the module has no _start: link it as a program");
  process.attach(exports);
  try {
    await promising(exports._start)();
  } catch (error) {
    if (!isCppException(error)) {
      // As on Linux, what a program had sent is delivered, whatever it died of.
      await process.exit({ code: 128 + SIGSEGV, signal: SIGSEGV, error: String((error as Error)?.message ?? error) });
    }
    // What a native program's std::terminate does; libc++ leaves it to whoever called main.
    process.terminal.write(new TextEncoder().encode("terminate called after throwing an exception\n"), 2);
    await process.exit({ code: 128 + SIGABRT, signal: SIGABRT });
  }
  await process.exit({ code: 0, signal: null });
}
