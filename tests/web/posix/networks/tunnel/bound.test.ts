// SPDX-License-Identifier: MIT

import { expect, it } from "vitest";
import { settled } from "../../platform.ts";
import { FREE, Program } from "../../program.ts";

it.each([
  [-1, 4096],
  [5, 5],
  [100_000, 4096],
  [-(2 ** 31), 4096],
])("a backlog of %i is %i at the gateway, as on Linux", async (given, told) => {
  const program = new Program();
  const fd = (await program.call("socket", 2, 1, 0)) as number;
  expect(await program.call("bind", fd, ...program.address([0, 0, 0, 0], 8000))).toBe(0);
  expect(await program.call("listen", fd, given)).toBe(0);
  await settled();
  expect(program.channel.control.at(-1)).toMatchObject({ type: "listen", port: 8000, backlog: told });
  program.channel.tell({ type: "listening", socket: 2, local: { address: "203.0.113.1", port: 8000 } });
  await settled();
  expect(await program.call("listen", fd, given - 1)).toBe(0);
  expect(program.channel.control.at(-1)).toMatchObject({ type: "listen", socket: 2 });
  expect(program.channel.control.at(-1)?.backlog).toBeLessThanOrEqual(4096);
});

it("a listener at an address of the gateway's alone ends with the link: accept and poll say so", async () => {
  const program = new Program();
  const fd = (await program.call("socket", 2, 1, 0)) as number;
  const binding = program.start("bind", fd, ...program.address([203, 0, 113, 1], 8000));
  expect(await program.end(binding)).toBe(0);
  const listening = program.start("listen", fd, 5);
  await settled();
  program.channel.tell({ type: "listening", socket: 2, local: { address: "203.0.113.1", port: 8000 } });
  expect(await program.end(listening)).toBe(0);
  const accepting = program.start("accept4", fd, 0, 0, 0);
  program.view.setInt32(FREE, fd, true);
  program.view.setInt16(FREE + 4, 1, true);
  const polling = program.start("poll", FREE, 1, -1);
  expect([await program.end(accepting), await program.end(polling)]).toEqual(["waits", "waits"]);
  program.channel.onclose?.({ code: 1006, reason: "" });
  expect([await program.end(accepting), await program.end(polling)]).toEqual(["ENETDOWN", 1]);
  expect(await program.call("accept4", fd, 0, 0, 0)).toBe("ENETDOWN");
});
