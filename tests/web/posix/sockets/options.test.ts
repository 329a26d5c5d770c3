// SPDX-License-Identifier: MIT

import { expect, it } from "vitest";
import { FREE, Program } from "../program.ts";

const [SOL_SOCKET, SO_LINGER] = [1, 13];

it("SO_LINGER for ever is very long to the host's socket, and what was set to the program", async () => {
  const program = new Program();
  const { fd, socket } = await program.connected();
  const { view } = program;
  view.setInt32(FREE, 1, true);
  view.setInt32(FREE + 4, -1, true);
  expect(await program.call("setsockopt", fd, SOL_SOCKET, SO_LINGER, FREE, 8)).toBe(0);
  const option = { type: "option", socket, name: "SO_LINGER", value: [1, 2 ** 31 - 1] };
  expect(program.channel.control.at(-1)).toEqual(option);
  view.setUint32(FREE + 16, 8, true);
  view.setBigUint64(FREE, 0n);
  expect(await program.call("getsockopt", fd, SOL_SOCKET, SO_LINGER, FREE, FREE + 16)).toBe(0);
  expect([view.getInt32(FREE, true), view.getInt32(FREE + 4, true)]).toEqual([1, -1]);
});

it("SO_LINGER set before the connect is told in the protocol's numbers, too", async () => {
  const program = new Program();
  const fd = (await program.call("socket", 2, 1, 0)) as number;
  program.view.setInt32(FREE, 7, true);
  program.view.setInt32(FREE + 4, -2, true);
  await program.call("setsockopt", fd, SOL_SOCKET, SO_LINGER, FREE, 8);
  program.start("connect", fd, ...program.address([192, 0, 2, 7], 80));
  expect(program.channel.control.at(-1)).toMatchObject({ name: "SO_LINGER", value: [1, 2 ** 31 - 1] });
});
