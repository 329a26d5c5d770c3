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

it("keeps its order where small pieces are joined and large ones come between, read meanwhile", () => {
  const chunks = new Chunks();
  const whole = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7) % 251);
  const read = new Uint8Array(whole.length);
  let [put, got] = [0, 0];
  for (let step = 1; got < whole.length; step++) {
    for (let times = 0; times < 5; times++) {
      const size = [1, 700, 1023, 1024, 30, 3000][(step * times) % 6] as number;
      chunks.push(whole.slice(put, put + size));
      put = Math.min(whole.length, put + size);
    }
    got += chunks.take(read.subarray(got, got + ([0, 1, 2000, 5000][step % 4] as number)));
    expect(chunks.size).toBe(put - got);
  }
  expect(read).toEqual(whole);
});

it("joins bytes that come one by one", () => {
  const chunks = new Chunks();
  for (let at = 0; at < 1 << 18; at++) chunks.push(Uint8Array.of(at & 255));
  const pieces = (chunks as unknown as { pieces: Uint8Array[] }).pieces;
  expect([chunks.size, pieces.length]).toEqual([1 << 18, 16]);
});
