// SPDX-License-Identifier: MIT

import { expect, it } from "vitest";
import { Chunks } from "../../../web/posix/chunks.ts";

it("gives back in order what was put in, by pieces of any size", () => {
  const chunks = new Chunks();
  const whole = Uint8Array.from({ length: 10_000 }, (_, i) => i % 251);
  for (let at = 0, size = 1; at < whole.length; at += size, size = (size * 7) % 97 || 1) {
    chunks.push(whole.slice(at, at + size));
  }
  const read = new Uint8Array(whole.length);
  for (let at = 0, size = 3; at < read.length; size = (size * 5) % 89 || 1) {
    const peeked = new Uint8Array(size);
    const seen = chunks.peek(peeked);
    const count = chunks.take(read.subarray(at, at + size));
    expect([count, [...read.subarray(at, at + count)]]).toEqual([seen, [...peeked.subarray(0, seen)]]);
    at += count;
  }
  expect(read).toEqual(whole);
  expect(chunks.size).toBe(0);
});

it("forgets what is dropped", () => {
  const chunks = new Chunks();
  for (let i = 0; i < 200; i++) chunks.push(Uint8Array.of(i, i));
  chunks.drop(301);
  const next = new Uint8Array(1);
  chunks.take(next);
  expect([next[0], chunks.size]).toEqual([150, 98]);
  chunks.drop();
  expect([chunks.size, chunks.take(next)]).toEqual([0, 0]);
});
