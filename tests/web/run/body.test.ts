// SPDX-License-Identifier: MIT

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Changes } from "../../../web/posix/changes.ts";
import { openBody } from "../../../web/run/body.ts";
import { settled } from "../posix/platform.ts";

const Abort = AbortController;

// A program's worker has none of these when a body is opened.
beforeEach(() => {
  for (const name of ["fetch", "AbortController", "AbortSignal"]) vi.stubGlobal(name, undefined);
});
afterEach(() => vi.unstubAllGlobals());

/** The browser's locks, with who holds one. */
function scriptedLocks() {
  const held = new Set<string>();
  const request = async (name: string, _options: unknown, use: (lock: unknown) => Promise<void> | undefined) => {
    if (held.has(name)) return use(null);
    held.add(name);
    await use({});
    held.delete(name);
  };
  return { held, locks: { request } as unknown as LockManager };
}

it("keeps one of the browser's two places until it is closed", async () => {
  const { held, locks } = scriptedLocks();
  const get = async () => new Response(new ReadableStream());
  const open = () => openBody({ get, Abort, locks }, "http://gate.test/down", "key", new Changes());
  const [one, two] = [await open(), await open()];
  expect([held.size, await open()]).toEqual([2, null]);
  one?.close();
  await settled();
  expect(held.size).toBe(1);
  two?.close();
});

it("that is given up while it is fetched is fetched no more, and its place is free", async () => {
  const { held, locks } = scriptedLocks();
  const given = new Changes();
  const get = (_url: unknown, { signal }: RequestInit = {}) =>
    new Promise<Response>((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  const opening = openBody({ get, Abort, locks }, "http://gate.test/down", "key", given);
  await settled();
  expect(held.size).toBe(1);
  given.notify();
  expect(await opening).toBeNull();
  await settled();
  expect(held.size).toBe(0);
});

it("is none where the browser gives no locks", async () => {
  const locks = { request: () => Promise.reject(new Error("no access")) } as unknown as LockManager;
  const get = () => Promise.reject(new Error("not asked"));
  expect(await openBody({ get, Abort, locks }, "http://gate.test/down", "key", new Changes())).toBeNull();
});
