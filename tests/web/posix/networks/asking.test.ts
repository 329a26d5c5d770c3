// SPDX-License-Identifier: MIT

import { expect, it, vi } from "vitest";
import { AskingNetwork, type Target } from "../../../../web/posix/networks/asking.ts";
import type { Endpoint } from "../../../../web/posix/networks/network.ts";
import { Nowhere } from "../../../../web/posix/networks/nowhere.ts";
import { settled } from "../platform.ts";

const place: Endpoint = { family: "inet", address: "198.51.100.7", port: 80 };

/** A network whose hosts refuse, behind one that asks; the test gives the answers. */
function asking() {
  const inner = new Nowhere("ECONNREFUSED");
  vi.spyOn(inner, "resolve").mockImplementation(async () => ({
    addresses: [{ family: "inet", address: place.address }],
    canonical: "x.example",
  }));
  const connect = vi.spyOn(inner, "connect");
  const asked: { target: Target; answer: (allowed: boolean) => void }[] = [];
  const network = new AskingNetwork(inner, (target) => new Promise((answer) => asked.push({ target, answer })));
  return { network, connect, asked };
}

it("reaches nobody before the reader allows it, and then is as ever", async () => {
  const { network, connect, asked } = asking();
  await network.resolve("x.example", "any");
  const connection = network.connect(place);
  await settled();
  expect(asked.map(({ target }) => target)).toEqual([{ host: "x.example", address: place.address, port: 80 }]);
  expect([connection.state, connect.mock.calls.length]).toEqual(["connecting", 0]);
  const changed = vi.fn();
  connection.changed.subscribe(changed);
  asked[0]?.answer(true);
  await settled();
  expect(changed).toHaveBeenCalled();
  expect([connection.state, connection.error]).toEqual(["dead", "ECONNREFUSED"]);
});

it("is EACCES where the reader refuses, and asks no second time", async () => {
  const { network, connect, asked } = asking();
  const first = network.connect(place);
  asked[0]?.answer(false);
  await settled();
  expect([first.state, first.error, first.ended]).toEqual(["dead", "EACCES", true]);
  const second = network.connect(place);
  await settled();
  expect([second.error, asked.length, connect.mock.calls.length]).toEqual(["EACCES", 1, 0]);
});

it("asks for each port", () => {
  const { network, asked } = asking();
  network.connect(place);
  network.connect({ ...place, port: 81 });
  network.connect(place);
  expect(asked.map(({ target }) => target.port)).toEqual([80, 81]);
});

it("forgets a connection that was closed while the question stood", async () => {
  const { network, connect, asked } = asking();
  const connection = network.connect(place);
  await connection.abort();
  asked[0]?.answer(true);
  await settled();
  expect([connection.state, connect.mock.calls.length]).toEqual(["dead", 0]);
});
