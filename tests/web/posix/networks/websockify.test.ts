// SPDX-License-Identifier: MIT

import { expect, it } from "vitest";
import { Websockify } from "../../../../web/posix/networks/websockify.ts";
import { type ScriptedChannel, ScriptedPlatform, settled, text } from "../platform.ts";

const setUp = (fixed = false) => {
  const platform = new ScriptedPlatform();
  return { platform, network: new Websockify(platform, "ws://proxy.test/", fixed) };
};

it("sends a name as a name, by its placeholder address", async () => {
  const { platform, network } = setUp();
  const found = await network.resolve("news.test", "any");
  expect(found).toEqual({ addresses: [{ family: "inet", address: "198.19.0.1" }], canonical: "news.test" });
  expect(await network.resolve("www.test", "inet")).toMatchObject({ addresses: [{ address: "198.19.0.2" }] });
  expect(await network.resolve("news.test", "inet")).toEqual(found);
  network.connect({ family: "inet", address: "198.19.0.1", port: 119 });
  network.connect({ family: "inet", address: "10.1.2.3", port: 7 });
  network.connect({ family: "inet6", address: "fe80::1", port: 7 });
  expect(platform.channels.map((channel) => channel.url)).toEqual([
    "ws://proxy.test/?token=news.test%3A119",
    "ws://proxy.test/?token=10.1.2.3%3A7",
    "ws://proxy.test/?token=%5Bfe80%3A%3A1%5D%3A7",
  ]);
  expect(platform.channels[0]?.protocols).toEqual(["binary"]);
});

it("goes to the fixed target whatever the address", () => {
  const { platform, network } = setUp(true);
  network.connect({ family: "inet", address: "10.1.2.3", port: 7 });
  expect(platform.channels[0]?.url).toBe("ws://proxy.test/");
});

it("takes an end before the opening for a refusal, and one after it for the end of the stream", () => {
  const { platform, network } = setUp();
  const refused = network.connect({ family: "inet", address: "10.1.2.3", port: 7 });
  platform.channels[0]?.onclose?.({ code: 1006, reason: "" });
  expect([refused.state, refused.error]).toEqual(["dead", "ECONNREFUSED"]);
  const ended = network.connect({ family: "inet", address: "10.1.2.3", port: 7 });
  const channel = platform.channels[1] as ScriptedChannel;
  channel.onopen?.();
  channel.onmessage?.({ data: text("bye").buffer });
  channel.onclose?.({ code: 1000, reason: "" });
  expect([ended.ended, ended.error, ended.inbox.size]).toEqual([true, null, 3]);
});

it("holds a sender back while the WebSocket is full, and goes on when it has drained", async () => {
  const { platform, network } = setUp();
  const connection = network.connect({ family: "inet", address: "10.1.2.3", port: 7 });
  const channel = platform.channels[0] as ScriptedChannel;
  channel.onopen?.();
  expect(connection.send(new Uint8Array(2 << 20))).toBe(1 << 20);
  expect(connection.space).toBe(0);
  let woken = false;
  connection.changed.subscribe(() => {
    woken = true;
  });
  platform.advance(10);
  expect(woken).toBe(false);
  channel.bufferedAmount = 0;
  platform.advance(10);
  expect(woken).toBe(true);
  const closing = connection.close();
  await settled();
  await closing;
});

it("holds the host back while the program has much to read", () => {
  const { platform, network } = setUp();
  const connection = network.connect({ family: "inet", address: "10.1.2.3", port: 7 });
  const channel = platform.channels[0] as ScriptedChannel;
  channel.onopen?.();
  channel.onmessage?.({ data: new ArrayBuffer((1 << 20) - 1) });
  expect(channel.held).toBe(false);
  channel.onmessage?.({ data: new ArrayBuffer(1) });
  expect(channel.held).toBe(true);
  const take = (count: number) => {
    connection.inbox.drop(count);
    connection.consumed(count);
  };
  take(1 << 19);
  expect(channel.held).toBe(true);
  take(1 << 18);
  expect(channel.held).toBe(false);
});

it("drops what was not read when it is closed, and holds the host back no more", async () => {
  for (const way of ["close", "abort"] as const) {
    const { platform, network } = setUp();
    const connection = network.connect({ family: "inet", address: "10.1.2.3", port: 7 });
    const channel = platform.channels[0] as ScriptedChannel;
    channel.onopen?.();
    channel.onmessage?.({ data: new ArrayBuffer(1 << 20) });
    const closing = connection[way]();
    channel.held = false;
    channel.onmessage?.({ data: new ArrayBuffer(1 << 20) });
    expect([channel.held, connection.inbox.size]).toEqual([false, 0]);
    await closing;
  }
});
