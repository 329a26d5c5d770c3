// SPDX-License-Identifier: MIT

import { beforeEach, expect, it } from "vitest";
import { Changes, Once } from "../../../../web/posix/changes.ts";
import type { Datagrams, Endpoint } from "../../../../web/posix/networks/network.ts";
import { Tunnel } from "../../../../web/posix/networks/tunnel/tunnel.ts";
import { WideDatagrams } from "../../../../web/posix/networks/wide_datagrams.ts";
import { type ScriptedChannel, ScriptedPlatform, settled, text } from "../platform.ts";

const HOST = { family: "inet", address: "192.0.2.7", port: 53 } as const;
const SEND = { patient: true, loop: true, hops: 1 };
const LISTEN = { ports: [[5000, 5000]], public: "gate.test" };
const HELLO = { type: "hello", version: 1, credit: 1000, limits: {}, features: ["udp"], listen: LISTEN };

let channel: ScriptedChannel;
let tunnel: Tunnel;

beforeEach(() => {
  const platform = new ScriptedPlatform();
  tunnel = new Tunnel(platform, "ws://gate.test/tunnel", () => {});
  channel = platform.channels[0] as ScriptedChannel;
  channel.onopen?.();
});

/** A socket whose part in the tab does nothing. */
function wide(port: number): WideDatagrams {
  const local: Endpoint = { family: "inet", address: "0.0.0.0", port };
  const near = { changed: new Changes(), local, takeError: () => null, release: () => {}, limit: () => {} };
  return new WideDatagrams(near as unknown as Datagrams, tunnel, { reuse: false, only6: false }, () => false);
}

const asked = (type: string) => channel.control.filter((control) => control.type === type);

/** Lets the gateway grant whatever was asked for last. */
async function grant(): Promise<void> {
  await settled();
  const { socket } = asked("udp").at(-1) as { socket: number };
  channel.tell({ type: "bound", socket, local: { address: "0.0.0.0", port: 4000 + socket } });
  await settled();
  const route = asked("route").at(-1);
  if (route) channel.tell({ ...route, type: "routed", local: { address: "10.0.0.2", port: 4000 + socket } });
  await settled();
}

it("opens another socket outside at its next send when the gateway gave up one that was idle", async () => {
  channel.tell(HELLO);
  const socket = wide(40000);
  const first = socket.send(text("one"), HOST, SEND);
  await grant();
  expect(await first).toBe(3);
  channel.tell({ type: "reset", socket: 2, error: "ETIMEDOUT" });
  await settled();
  expect([socket.takeError(), asked("udp").length, asked("close").length]).toEqual([null, 1, 1]);
  const second = socket.send(text("two"), HOST, SEND);
  await grant();
  expect(await second).toBe(3);
  expect(channel.frames.map(([number]) => number)).toEqual([2, 4]);
});

it("that is connected outside keeps its peer in another socket", async () => {
  channel.tell(HELLO);
  const socket = wide(40000);
  const connected = socket.connect(HOST);
  await grant();
  expect(await connected).toBe(0);
  channel.tell({ type: "reset", socket: 2, error: "ETIMEDOUT" });
  const sent = socket.send(text("two"), null, SEND);
  await grant();
  expect(await sent).toBe(3);
  expect([...(channel.frames[0] as Uint8Array).subarray(0, 5)]).toEqual([4, 0, 0, 0, 4]);
});

it("takes its granted port again at once", async () => {
  channel.tell(HELLO);
  wide(5000);
  await grant();
  channel.tell({ type: "reset", socket: 2, error: "ETIMEDOUT" });
  await settled();
  expect(asked("udp").map(({ port }) => port)).toEqual([5000, 5000]);
});

it("sends nothing of what was given up before it was open outside", async () => {
  const socket = wide(40000);
  const given = new Once();
  const sent = socket.send(text("one"), HOST, { ...SEND, given });
  given.notify();
  channel.tell(HELLO);
  await grant();
  expect([await sent, channel.frames.length]).toEqual(["EAGAIN", 0]);
});

it("sends from its granted port also what was sent before the gateway had said hello", async () => {
  const socket = wide(5000);
  const sent = socket.send(text("one"), HOST, SEND);
  await settled();
  channel.tell(HELLO);
  await grant();
  expect(asked("udp")).toEqual([{ type: "udp", socket: 2, family: "inet", address: "0.0.0.0", port: 5000 }]);
  expect(await sent).toBe(3);
});

it("sends from another port where the gateway refuses the one that it had granted", async () => {
  const socket = wide(5000);
  const sent = socket.send(text("one"), HOST, SEND);
  channel.tell(HELLO);
  await settled();
  channel.tell({ type: "error", socket: 2, error: "EADDRINUSE", reason: "" });
  await grant();
  expect(asked("udp").map(({ port }) => port)).toEqual([5000, undefined]);
  expect(await sent).toBe(3);
});

it("takes datagrams of a program that does not wait before it is open outside, and stays until they are sent", async () => {
  const socket = wide(40000);
  expect(await socket.send(text("one"), HOST, { ...SEND, patient: false })).toBe(3);
  const closing = socket.release();
  channel.tell(HELLO);
  await grant();
  await closing;
  expect(channel.frames.map((frame) => frame.subarray(-3))).toEqual([text("one")]);
  expect(asked("close")).toEqual([{ type: "close", socket: 2 }]);
});

it("tells a program that does not wait at once what is known to be impossible", async () => {
  channel.tell({ ...HELLO, features: [] });
  const socket = wide(40000);
  expect(await socket.send(text("one"), HOST, { ...SEND, patient: false })).toBe("EACCES");
});
