// SPDX-License-Identifier: MIT
// Sockets for ordinary emcc output, whose own JavaScript keeps files, terminal and the end of the program.

import type { CallRecord } from "../posix/call_record.ts";
import { openNetworks, Process, type ProgramExports, programImports } from "../posix/index.ts";
import type { GatewayConfig } from "../posix/networks/index.ts";
import { jspi } from "./jspi.ts";
import { compile } from "./load.ts";
import { joinOwnTab } from "./own_tab.ts";
import { webPlatform } from "./web_platform.ts";

/** The page's descriptors begin here, as src/posix/glue/glue.h says too. */
const FIRST = 512;

export interface SocketsOptions extends Partial<GatewayConfig> {
  /** The program's .wasm: its URL, its bytes, or compiled. */
  wasm: string | URL | ArrayBuffer | WebAssembly.Module;
  /** A sentence for the reader: no gateway, a refused address, a lost link. */
  onNotice?: (text: string) => void;
  /** Each socket call as it returns. */
  onCall?: (call: CallRecord) => void;
}

/** A signal's disposition in src/posix/signals.c, besides 0, its default. */
const HANDLED = 2;

type Receive = (instance: WebAssembly.Instance, module: WebAssembly.Module) => unknown;

/** What Emscripten's Module takes, and what its user may wait for. */
export interface Sockets {
  instantiateWasm(imports: WebAssembly.Imports, receive: Receive): Record<string, never>;
  /** The program is loaded; rejects where it could not be. */
  readonly loaded: Promise<void>;
  /** The program has ended and every byte that it sent was handed to the network. */
  readonly delivered: Promise<void>;
}

/** The names that src/posix/imports.h gives the calls in such a program. */
function renamed(calls: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(calls).map(([name, run]) => [`porthole_${name}`, run]));
}

function processFor(options: SocketsOptions, drained: () => void): Process {
  const platform = webPlatform();
  const config = { kind: "porthole" as const, ...options, gateway: options.gateway ?? null };
  const { port, leave } = joinOwnTab();
  return new Process({
    platform,
    network: openNetworks(platform, config, options.onNotice ?? (() => {}), null, port),
    args: [],
    env: {},
    columns: 80,
    rows: 24,
    firstDescriptor: FIRST,
    output: () => {},
    ended: () => {},
    drained: () => {
      leave();
      drained();
    },
  });
}

/**
 * Sockets for one run of a program that was linked with porthole's glue: `createProgram({ ...sockets({ wasm, gateway }) })`.
 * Works on the main thread and in a worker.
 */
export function sockets(options: SocketsOptions): Sockets {
  let drained = () => {};
  const delivered = new Promise<void>((resolve) => {
    drained = resolve;
  });
  let [loadedWell, loadedBadly] = [() => {}, (_error: unknown) => {}];
  const loaded = new Promise<void>((resolve, reject) => {
    [loadedWell, loadedBadly] = [resolve, reject];
  });
  loaded.catch((error) => console.error(error));

  async function instantiate(imports: WebAssembly.Imports, receive: Receive): Promise<void> {
    const { Suspending } = jspi;
    if (!Suspending) throw new Error("this browser has no JSPI");
    const { wasm } = options;
    const module = await compile(wasm instanceof URL ? wasm.href : wasm);
    const process = processFor(options, drained);
    process.callListener = options.onCall ?? null;
    const { posix } = programImports(process, (run) => new Suspending(run));
    const finished = () => void process.exit({ code: 0, signal: null });
    const all = { ...imports, posix: { ...renamed(posix), porthole_finished: finished } };
    const instance = await WebAssembly.instantiate(module, all as WebAssembly.Imports);
    const exports = instance.exports as unknown as ProgramExports;
    if (!exports.porthole_errnos) throw new Error("the program has no porthole_errnos: link it with porthole's glue.o");
    // A signal that ends the program does so from within, so that Emscripten's own code tells the status.
    const disposition = (signal: number) => exports.porthole_disposition?.(signal) || HANDLED;
    process.attach({ ...exports, memory: exports.memory, porthole_disposition: disposition });
    receive(instance, module);
  }

  return {
    instantiateWasm(imports, receive) {
      instantiate(imports, receive).then(loadedWell, loadedBadly);
      return {};
    },
    loaded,
    delivered,
  };
}
