// SPDX-License-Identifier: MIT

import { beforeAll, beforeEach, expect, it } from "vitest";
import { type Ending, Process } from "../../../web/posix/index.ts";
import type { Network } from "../../../web/posix/networks/network.ts";
import { jspi } from "../../../web/run/jspi.ts";
import { start } from "../../../web/run/load.ts";
import { ScriptedPlatform, settled } from "../posix/platform.ts";

const section = (id: number, ...bytes: number[]) => [id, bytes.length, ...bytes];
const name = (text: string) => [text.length, ...new TextEncoder().encode(text)];

/** A module whose _start is `unreachable`. */
const TRAP = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...section(1, 1, 0x60, 0, 0),
  ...section(3, 1, 0),
  ...section(5, 1, 0, 1),
  ...section(7, 2, ...name("memory"), 2, 0, ...name("_start"), 0, 0),
  ...section(10, 1, 3, 0, 0, 0x0b),
);

let platform: ScriptedPlatform;
let delivered: () => void;
let endings: Ending[];
let drained: boolean;
let process: Process;

beforeAll(() => {
  // Nothing here is ever suspended.
  jspi.Suspending ??= class {} as unknown as NonNullable<typeof jspi.Suspending>;
  jspi.promising ??= (run) => async () => run();
});

beforeEach(() => {
  platform = new ScriptedPlatform();
  endings = [];
  drained = false;
  const finish = () =>
    new Promise<void>((resolve) => {
      delivered = resolve;
    });
  process = new Process({
    platform,
    network: { finish } as unknown as Network,
    args: [],
    env: {},
    columns: 80,
    rows: 24,
    output: () => {},
    ended: (ending) => endings.push(ending),
    drained: () => {
      drained = true;
    },
  });
  void start(new WebAssembly.Module(TRAP), process);
});

it("tells of a trap when what the program had sent is delivered", async () => {
  await settled();
  expect(endings).toEqual([]);
  delivered();
  await settled();
  expect(endings).toEqual([{ code: 139, signal: 11, error: "unreachable" }]);
  expect(drained).toBe(true);
});

it("tells of a trap after three seconds where a host does not read, and goes on delivering", async () => {
  await settled();
  platform.advance(3000);
  expect([endings.length, drained]).toEqual([1, false]);
  delivered();
  await settled();
  expect([endings.length, drained]).toEqual([1, true]);
});
