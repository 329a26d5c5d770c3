// SPDX-License-Identifier: MIT

import { beforeEach, expect, it } from "vitest";
import type { Bound, Endpoint, Listening } from "../../../../../web/posix/networks/network.ts";
import { Broker } from "../../../../../web/posix/networks/tab/broker.ts";
import { TabNetwork } from "../../../../../web/posix/networks/tab/network.ts";
import { ScriptedPlatform, settled, text } from "../../platform.ts";
import { TestSurroundings } from "./clock.ts";
import { channel } from "./ports.ts";

const here = (port: number): Endpoint => ({ family: "inet", address: "127.0.0.1", port });
const usual = { reuse: false, only6: false };

let server: TabNetwork;
let client: TabNetwork;

beforeEach(() => {
  const broker = new Broker(channel, new TestSurroundings());
  const [one, other] = [0, 1].map(() => {
    const [ours, theirs] = channel();
    broker.join(theirs);
    return new TabNetwork(ours, new ScriptedPlatform());
  });
  server = one as TabNetwork;
  client = other as TabNetwork;
});

async function listening(port: number, backlog = 8): Promise<{ bound: Bound; listener: Listening }> {
  const bound = await server.bind(here(port), usual);
  if (typeof bound === "string") throw new Error(bound);
  const listener = await bound.listen(backlog);
  if (typeof listener === "string") throw new Error(listener);
  return { bound, listener };
}

it("connects two programs, and a connect is done before anyone accepts", async () => {
  const { bound, listener } = await listening(0);
  const connection = client.connect(bound.local);
  expect(connection.state).toBe("connecting");
  await settled();
  expect([connection.state, listener.waiting]).toEqual(["open", 1]);
  connection.send(text("early"));
  const accepted = listener.accept();
  const to = new Uint8Array(5);
  accepted?.inbox.take(to);
  expect(new TextDecoder().decode(to)).toBe("early");
  expect([accepted?.peer, accepted?.local]).toEqual([connection.local, bound.local]);
  expect(listener.accept()).toBeNull();
});

it("tells refusals by their names", async () => {
  const connection = client.connect(here(9));
  await settled();
  expect([connection.state, connection.error]).toEqual(["dead", "ECONNREFUSED"]);
  await listening(80);
  expect(await client.bind(here(80), usual)).toBe("EADDRINUSE");
});

it("a program connects to itself", async () => {
  const { bound, listener } = await listening(0);
  const connection = server.connect(bound.local);
  await settled();
  expect([connection.state, listener.accept()?.peer]).toEqual(["open", connection.local]);
});

it("makes room in the queue with each accept, and forgets who did not wait", async () => {
  const { bound, listener } = await listening(0, 0);
  const [, second, third] = [1, 2, 3].map(() => client.connect(bound.local));
  await settled();
  expect([second?.state, third?.state]).toEqual(["connecting", "connecting"]);
  await second?.abort();
  listener.accept();
  await settled();
  expect([second?.state, third?.state]).toEqual(["dead", "open"]);
});

it("resets those whom nobody accepted", async () => {
  const { bound } = await listening(0);
  const connection = client.connect(bound.local);
  await settled();
  bound.release();
  await settled();
  expect([connection.state, connection.error]).toEqual(["dead", "ECONNRESET"]);
  const late = client.connect(bound.local);
  await settled();
  expect(late.error).toBe("ECONNREFUSED");
});
