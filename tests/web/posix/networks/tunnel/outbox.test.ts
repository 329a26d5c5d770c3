// SPDX-License-Identifier: MIT

import { beforeEach, expect, it } from "vitest";
import { settled } from "../../platform.ts";
import { Program } from "../../program.ts";

const [DATA, LEFT] = [1024, 64];

let program: Program;
let fd: number;

beforeEach(async () => {
  program = new Program();
  ({ fd } = await program.connected());
});

const send = (size: number) => program.start("sendto", fd, DATA, size, 0, 0, 0);
const sizes = () => program.channel.frames.map((frame) => frame.length - 4);

it("lets what a program sends once in each of its turns go at once", async () => {
  const sent = [];
  for (let turn = 1; turn <= 4; turn++) {
    const sleeping = program.start("sleep", 1, LEFT);
    program.platform.advance(1);
    await sleeping;
    await send(turn);
    sent.push(turn);
    expect(sizes()).toEqual(sent);
  }
});

it("gathers what a program sends in a loop", async () => {
  const sleeping = program.start("sleep", 1, LEFT);
  program.platform.advance(1);
  await sleeping;
  for (let times = 0; times < 20; times++) {
    expect(await send(1024)).toBe(1024);
    await settled();
  }
  expect(sizes()).toEqual([1024]);
  program.platform.runTasks();
  expect(sizes()).toEqual([1024, 19 * 1024]);
});

it("gathers what a program sends while the WebSocket is busy, in whatever turns", async () => {
  program.channel.bufferedAmount = 100_000;
  for (let turn = 1; turn <= 3; turn++) {
    const sleeping = program.start("sleep", 1, LEFT);
    program.platform.advance(1);
    await sleeping;
    await send(1024);
  }
  expect(sizes()).toEqual([]);
  program.platform.runTasks();
  expect(sizes()).toEqual([3 * 1024]);
});
