// SPDX-License-Identifier: MIT

import { expect, it } from "vitest";
import { settled } from "../platform.ts";
import { FREE, HELLO, Program } from "../program.ts";

const [POLLOUT, NONBLOCK] = [4, 0o4000];
const DATA = 1024;

it("is not writable for poll while there is no credit, and is when some has come", async () => {
  const program = new Program({ ...HELLO, credit: 2000 });
  const fd = (await program.call("socket", 2, 2 | NONBLOCK, 0)) as number;
  const send = (size: number) => program.call("sendto", fd, DATA, size, 0, ...program.address([192, 0, 2, 7], 53));
  const poll = (milliseconds: number) => {
    program.view.setInt32(FREE, fd, true);
    program.view.setInt16(FREE + 4, POLLOUT, true);
    return program.start("poll", FREE, 1, milliseconds);
  };
  expect([await program.end(poll(0)), await send(1000)]).toEqual([1, 1000]);
  program.channel.tell({ type: "bound", socket: 2, local: { address: "0.0.0.0", port: 4000 } });
  await settled();
  const route = program.channel.control.at(-1);
  program.channel.tell({ ...route, type: "routed", local: { address: "10.0.0.2", port: 4000 } });
  await settled();
  expect([program.channel.frames.length, await send(1000)]).toEqual([1, "EAGAIN"]);
  const polling = poll(-1);
  expect(await program.end(polling)).toBe("waits");
  program.channel.tell({ type: "credit", socket: 2, bytes: 1064 });
  expect([await program.end(polling), await send(1000)]).toEqual([1, 1000]);
});

it("sends what stood in the program's memory at its call", async () => {
  const program = new Program();
  const fd = (await program.call("socket", 2, 2, 0)) as number;
  const memory = new Uint8Array(program.memory.buffer);
  memory.fill(1, DATA, DATA + 3);
  await program.call("yield");
  const sending = program.start("sendto", fd, DATA, 3, 0, ...program.address([192, 0, 2, 7], 53));
  memory.fill(2, DATA, DATA + 3);
  await settled();
  program.channel.tell({ type: "bound", socket: 2, local: { address: "0.0.0.0", port: 4000 } });
  await settled();
  program.channel.tell({
    ...program.channel.control.at(-1),
    type: "routed",
    local: { address: "10.0.0.2", port: 4000 },
  });
  expect(await program.end(sending)).toBe(3);
  expect([...(program.channel.frames[0] as Uint8Array).subarray(-3)]).toEqual([1, 1, 1]);
});
