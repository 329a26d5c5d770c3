// SPDX-License-Identifier: MIT

import { beforeEach, describe, expect, it } from "vitest";
import { Once } from "../../../../../web/posix/changes.ts";
import type { Datagrams } from "../../../../../web/posix/networks/network.ts";
import { Tunnel } from "../../../../../web/posix/networks/tunnel/tunnel.ts";
import { type ScriptedChannel, ScriptedPlatform, settled, text } from "../../platform.ts";

const HOST = { family: "inet", address: "192.0.2.7", port: 53 } as const;
const ANY = { family: "inet", address: "0.0.0.0", port: 0 } as const;
const SEND = { patient: true, loop: true, hops: 1 };
const BIND = { reuse: false, only6: false };
const HELLO = { type: "hello", version: 1, credit: 1000, limits: {}, features: ["udp"], hostname: "gate.test" };

let tunnel: Tunnel;
let channel: ScriptedChannel;
let notices: string[];

beforeEach(() => {
  const platform = new ScriptedPlatform();
  notices = [];
  tunnel = new Tunnel(platform, "ws://gate.test/tunnel", (notice) => notices.push(notice));
  channel = platform.channels[0] as ScriptedChannel;
  channel.onopen?.();
});

async function open(): Promise<Datagrams> {
  const coming = tunnel.datagrams(ANY, BIND);
  channel.tell(HELLO);
  await settled();
  expect(channel.control.at(-1)).toEqual({ type: "udp", socket: 2, family: "inet" });
  channel.tell({ type: "bound", socket: 2, local: { address: "0.0.0.0", port: 4000 } });
  return (await coming) as Datagrams;
}

/** Lets the gateway answer the last question. */
async function answer(fields: Record<string, unknown>): Promise<void> {
  await settled();
  const { id } = channel.control.findLast(({ type }) => type === "route") as { id: number };
  channel.tell({ type: "routed", socket: 2, id, ...fields });
  await settled();
}

/** A datagram from a host, as it goes over the link. */
function arrive(from: number[], port: number, bytes: string): void {
  const head = [2, 0, 0, 0, 4, port & 255, port >> 8, ...from];
  channel.onmessage?.({ data: new Uint8Array([...head, ...text(bytes)]).buffer });
}

describe("a datagram socket of the gateway", () => {
  it("asks for the way once, then sends each datagram in a message", async () => {
    const socket = await open();
    const first = socket.send(text("one"), HOST, SEND);
    await answer({ local: { address: "10.0.0.2", port: 4000 } });
    expect(await first).toBe(3);
    expect(await socket.send(text(""), HOST, SEND)).toBe(0);
    expect(channel.types().filter((type) => type === "route")).toHaveLength(1);
    expect(channel.frames.map((frame) => [...frame])).toEqual([
      [2, 0, 0, 0, 4, 53, 0, 192, 0, 2, 7, ...text("one")],
      [2, 0, 0, 0, 4, 53, 0, 192, 0, 2, 7],
    ]);
  });

  it("tells why there is no way, and what the policy says", async () => {
    const socket = await open();
    const sent = socket.send(text("x"), HOST, SEND);
    await answer({ error: "EACCES", reason: "the policy allows no such thing" });
    expect(await sent).toBe("EACCES");
    expect(notices).toEqual(["The gateway's policy refused this: the policy allows no such thing"]);
    expect(channel.frames).toEqual([]);
  });

  it("waits for credit, or does not", async () => {
    const socket = await open();
    const first = socket.send(new Uint8Array(900), HOST, SEND);
    await answer({ local: { address: "10.0.0.2", port: 4000 } });
    expect(await first).toBe(900);
    expect(await socket.send(new Uint8Array(100), HOST, { ...SEND, patient: false })).toBe("EAGAIN");
    const later = socket.send(new Uint8Array(100), HOST, SEND);
    await settled();
    expect(channel.frames).toHaveLength(1);
    channel.tell({ type: "credit", socket: 2, bytes: 964 });
    expect(await later).toBe(100);
  });

  it("refuses what there will never be credit for", async () => {
    const socket = await open();
    expect(await socket.send(new Uint8Array(937), HOST, SEND)).toBe("EMSGSIZE");
    expect(channel.types()).not.toContain("route");
    const largest = socket.send(new Uint8Array(936), HOST, SEND);
    await answer({ local: { address: "10.0.0.2", port: 4000 } });
    expect(await largest).toBe(936);
  });

  it("sends nothing of what was given up while it waited", async () => {
    const socket = await open();
    const first = socket.send(new Uint8Array(900), HOST, SEND);
    await answer({ local: { address: "10.0.0.2", port: 4000 } });
    await first;
    for (let attempt = 0; attempt < 3; attempt++) {
      const given = new Once();
      const sent = socket.send(new Uint8Array(500), HOST, { ...SEND, given });
      await settled();
      given.notify();
      expect(await sent).toBe("EAGAIN");
    }
    channel.tell({ type: "credit", socket: 2, bytes: 10_000 });
    await settled();
    expect(channel.frames).toHaveLength(1);
  });

  it("sends nothing of what was given up before there was a way", async () => {
    const socket = await open();
    const given = new Once();
    const sent = socket.send(text("x"), HOST, { ...SEND, given });
    given.notify();
    expect(await sent).toBe("EAGAIN");
    await answer({ local: { address: "10.0.0.2", port: 4000 } });
    expect(channel.frames).toEqual([]);
  });

  it("waits for nothing once it is closed", async () => {
    const socket = await open();
    const sent = socket.send(text("x"), HOST, SEND);
    socket.release();
    expect(typeof (await sent)).toBe("string");
  });

  it("has room for a program that polls while there is credit for a large part", async () => {
    const socket = await open();
    const first = socket.send(new Uint8Array(400), HOST, SEND);
    await answer({ local: { address: "10.0.0.2", port: 4000 } });
    await first;
    expect(socket.room).toBe(true);
    await socket.send(new Uint8Array(400), HOST, SEND);
    expect(socket.room).toBe(false);
    let woken = false;
    socket.changed.subscribe(() => {
      woken = true;
    });
    channel.tell({ type: "credit", socket: 2, bytes: 500 });
    expect([socket.room, woken]).toEqual([true, true]);
  });

  it("takes a few datagrams of a program that does not wait before there is a way, and sends them then", async () => {
    const socket = await open();
    const impatient = { ...SEND, patient: false };
    const answers = [];
    for (let at = 0; at < 17; at++) answers.push(await socket.send(Uint8Array.of(at), HOST, impatient));
    expect(answers).toEqual([...Array(16).fill(1), "EAGAIN"]);
    expect([socket.room, channel.frames.length]).toEqual([false, 0]);
    channel.tell({ type: "credit", socket: 2, bytes: 10_000 });
    await answer({ local: { address: "10.0.0.2", port: 4000 } });
    expect(channel.frames.map((frame) => frame.at(-1))).toEqual(Array.from({ length: 16 }, (_, at) => at));
    expect([socket.room, await socket.send(text("x"), HOST, impatient)]).toEqual([true, 1]);
  });

  it("tells a program that did not wait later that there is no way", async () => {
    const socket = await open();
    expect(await socket.send(text("x"), HOST, { ...SEND, patient: false })).toBe(1);
    await answer({ error: "EACCES", reason: "" });
    expect([socket.takeError(), socket.takeError()]).toEqual(["EACCES", null]);
  });

  it("is closed when what it took is sent", async () => {
    const socket = await open();
    await socket.send(text("x"), HOST, { ...SEND, patient: false });
    const closing = socket.release();
    expect(channel.types()).not.toContain("close");
    await answer({ local: { address: "10.0.0.2", port: 4000 } });
    await closing;
    expect([channel.frames.length, channel.types().at(-1)]).toEqual([1, "close"]);
  });

  it("keeps boundaries and sources, and gives credit back for each", async () => {
    const socket = await open();
    arrive([192, 0, 2, 7], 53, "answer");
    arrive([192, 0, 2, 8], 54, "");
    expect(socket.take()).toMatchObject({ from: HOST, bytes: text("answer") });
    expect(socket.take()).toMatchObject({ from: { address: "192.0.2.8", port: 54 }, bytes: text("") });
    expect(socket.take()).toBeUndefined();
    for (let index = 0; index < 4000; index++) {
      arrive([192, 0, 2, 7], 53, "a hundred bytes of a datagram");
      socket.take();
    }
    const credits = channel.control.filter(({ type }) => type === "credit");
    expect(credits.length).toBeGreaterThan(0);
    expect(credits.every(({ bytes }) => (bytes as number) >= (1 << 20) / 4)).toBe(true);
  });

  it("hears its peer alone once it is connected, and its peer's refusal", async () => {
    const socket = await open();
    const connected = socket.connect(HOST);
    await answer({ local: { address: "10.0.0.2", port: 4000 } });
    expect(await connected).toBe(0);
    expect(socket.local).toEqual({ family: "inet", address: "10.0.0.2", port: 4000 });
    arrive([192, 0, 2, 8], 53, "stranger");
    arrive([192, 0, 2, 7], 53, "peer");
    expect(socket.take()?.bytes).toEqual(text("peer"));
    channel.tell({ type: "undelivered", socket: 2, error: "EHOSTUNREACH", address: "192.0.2.8", port: 53 });
    expect(socket.takeError()).toBeNull();
    channel.tell({ type: "undelivered", socket: 2, error: "ECONNREFUSED", address: "192.0.2.7", port: 53 });
    expect([socket.takeError(), socket.takeError()]).toEqual(["ECONNREFUSED", null]);
  });

  it("drops what it has no room for", async () => {
    const socket = await open();
    socket.limit(10);
    for (let index = 0; index < 3; index++) arrive([192, 0, 2, 7], 53, "12345678");
    expect([socket.take()?.bytes.length, socket.take()]).toEqual([8, undefined]);
  });

  it("is closed once, and dies with the link", async () => {
    const socket = await open();
    channel.onclose?.({ code: 1006, reason: "" });
    expect(socket.takeError()).toBe("ENETDOWN");
    socket.release();
    expect(channel.types()).not.toContain("close");
  });
});

describe("a datagram socket that the gateway gives up", () => {
  it("is closed, sends no more and tells why once", async () => {
    const socket = await open();
    const first = socket.send(text("a"), HOST, SEND);
    await answer({ local: { address: "10.0.0.2", port: 4000 } });
    await first;
    channel.tell({ type: "reset", socket: 2, error: "ETIMEDOUT" });
    arrive([192, 0, 2, 7], 53, "late");
    expect(channel.control.at(-1)).toEqual({ type: "close", socket: 2 });
    expect(await socket.send(text("b"), HOST, SEND)).toBe("ETIMEDOUT");
    expect([socket.first, socket.takeError(), socket.takeError()]).toEqual([undefined, "ETIMEDOUT", null]);
    socket.release();
    channel.tell({ type: "closed", socket: 2 });
    expect(channel.types().filter((type) => type === "close")).toHaveLength(1);
    expect(channel.frames).toHaveLength(1);
  });
});

describe("a gateway without UDP", () => {
  it("refuses", async () => {
    const coming = tunnel.datagrams(ANY, BIND);
    channel.tell({ ...HELLO, features: [] });
    expect(await coming).toBe("EACCES");
  });
});

describe("listening at the gateway", () => {
  const listen = { ports: [[8000, 8099]], public: "porthole.example" };
  const OWN = { family: "inet", address: "0.0.0.0", port: 8080 } as const;

  async function listening() {
    channel.tell({ ...HELLO, features: ["listen"], listen });
    const coming = tunnel.bind(OWN);
    await settled();
    const bound = await coming;
    if (typeof bound === "string") throw new Error(bound);
    const heard = bound.listen(5);
    await settled();
    expect(channel.control.at(-1)).toMatchObject({ type: "listen", socket: 2, port: 8080, backlog: 5 });
    channel.tell({ type: "listening", socket: 2, local: { address: "203.0.113.1", port: 8080 } });
    const listener = await heard;
    if (typeof listener === "string") throw new Error(listener);
    return { bound, listener };
  }

  const incoming = (socket: number) =>
    channel.tell({
      type: "incoming",
      socket,
      listener: 2,
      local: { address: "203.0.113.1", port: 8080 },
      peer: { address: "192.0.2.9", port: 1000 + socket },
    });

  it("is granted for some ports", async () => {
    channel.tell({ ...HELLO, features: ["listen"], listen });
    expect(await Promise.all([7999, 8000, 8099, 8100].map((port) => tunnel.grants(port)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("says where others find it, and gives the connections in their order with their true peers", async () => {
    const { listener } = await listening();
    expect(notices).toEqual(["Others reach this program at porthole.example:8080."]);
    incoming(1);
    incoming(3);
    expect(listener.waiting).toBe(2);
    const connection = listener.accept();
    expect(connection?.peer).toEqual({ family: "inet", address: "192.0.2.9", port: 1001 });
    expect(channel.control.at(-1)).toEqual({ type: "accept", socket: 1 });
    expect(connection?.send(text("hi"))).toBe(2);
    expect([...(channel.frames[0] as Uint8Array)]).toEqual([1, 0, 0, 0, ...text("hi")]);
  });

  it("resets what nobody accepts once it is over", async () => {
    const { bound } = await listening();
    incoming(1);
    bound.release();
    incoming(3);
    expect(channel.control.slice(-3)).toEqual([
      { type: "close", socket: 2 },
      { type: "reset", socket: 1 },
      { type: "reset", socket: 3 },
    ]);
  });
});
