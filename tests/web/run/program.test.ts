// SPDX-License-Identifier: MIT

import { beforeEach, expect, it, vi } from "vitest";
import { jspi } from "../../../web/run/jspi.ts";
import type { FromWorker, ToWorker } from "../../../web/run/messages.ts";
import { Program } from "../../../web/run/program.ts";
import { settled } from "../posix/platform.ts";

/** The worker of the program that was made last; the test plays it. */
class ScriptedWorker {
  static last: ScriptedWorker;
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  readonly told: ToWorker[] = [];
  terminated = false;

  constructor() {
    ScriptedWorker.last = this;
  }

  postMessage(message: ToWorker): void {
    this.told.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }
}

vi.mock("../../../web/run/worker.ts?worker&url", () => ({ default: "worker.js" }));
vi.mock("../../../web/run/inheriting_worker.ts", () => ({ inheritingWorker: () => new ScriptedWorker() }));
vi.mock("../../../web/run/tab.ts", () => ({ joinTab: () => ({ member: 1, port: {}, leave: () => {} }) }));

let program: Program;
let worker: ScriptedWorker;
const hear = (data: FromWorker) => worker.onmessage?.({ data });

beforeEach(() => {
  jspi.Suspending ??= class {} as unknown as NonNullable<typeof jspi.Suspending>;
  jspi.promising ??= (run) => async () => run();
  program = new Program({
    wasm: new ArrayBuffer(0),
    name: "program",
    args: [],
    gateway: { gateway: null, kind: "porthole" },
    columns: 80,
    rows: 24,
  });
  worker = ScriptedWorker.last;
});

it("is told no where whoever is asked fails to answer", async () => {
  const logged = vi.spyOn(console, "error").mockReturnValue();
  const target = { host: null, address: "192.0.2.7", port: 80 };
  program.onAsk = () => Promise.reject(new Error("closed"));
  hear({ type: "ask", id: 0, target });
  await settled();
  program.onAsk = () => {
    throw new Error("broken");
  };
  hear({ type: "ask", id: 1, target });
  await settled();
  expect(worker.told.slice(1)).toEqual([
    { type: "answer", id: 0, allowed: false },
    { type: "answer", id: 1, allowed: false },
  ]);
  expect(logged).toHaveBeenCalledTimes(2);
});

it("that trapped keeps its worker until what it sent is delivered", async () => {
  hear({ type: "ended", code: 139, signal: 11, error: "unreachable" });
  expect(await program.exited).toEqual({ code: null, signal: null, error: "unreachable" });
  expect(worker.terminated).toBe(false);
  hear({ type: "drained" });
  expect(worker.terminated).toBe(true);
});

it("that ended by itself keeps its worker for its files until it is let go of", async () => {
  hear({ type: "ended", code: 0, signal: null });
  expect(await program.exited).toEqual({ code: 0, signal: null });
  hear({ type: "drained" });
  expect(worker.terminated).toBe(false);
  program.stop();
  expect(worker.terminated).toBe(true);
});
