// SPDX-License-Identifier: MIT

import { beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../../../../web/posix/networks/network.ts";
import { Tunnel } from "../../../../../web/posix/networks/tunnel/tunnel.ts";
import { type ScriptedChannel, ScriptedPlatform, settled, text } from "../../platform.ts";

const HOST = { family: "inet", address: "198.18.0.10", port: 80 } as const;
const HELLO = { type: "hello", version: 1, credit: 10, limits: {}, features: [], hostname: "gate.test" };

let platform: ScriptedPlatform;
let tunnel: Tunnel;
let channel: ScriptedChannel;
let notices: string[];

beforeEach(() => {
  platform = new ScriptedPlatform();
  notices = [];
  tunnel = new Tunnel(platform, "ws://gate.test/tunnel", (notice) => notices.push(notice));
  channel = platform.channels[0] as ScriptedChannel;
});

function openConnection(): Connection {
  const connection = tunnel.connect(HOST);
  channel.onopen?.();
  channel.tell(HELLO);
  const socket = channel.control.at(-1)?.socket;
  channel.tell({ type: "connected", socket, local: { address: "10.0.0.2", port: 5 }, peer: HOST });
  return connection;
}

function received(connection: Connection): string {
  const bytes = new Uint8Array(100);
  return new TextDecoder().decode(bytes.subarray(0, connection.inbox.take(bytes)));
}

describe("the link", () => {
  it("is opened at once, for the protocol by name", () => {
    expect([channel.url, channel.protocols]).toEqual(["ws://gate.test/tunnel", ["porthole.v1"]]);
  });

  it("says hello first, and what was asked for before it opened after that", () => {
    tunnel.connect(HOST);
    expect(channel.control).toEqual([]);
    channel.onopen?.();
    expect(channel.types()).toEqual(["hello", "connect"]);
    expect(channel.control[1]).toEqual({
      type: "connect",
      socket: 2,
      family: "inet",
      address: "198.18.0.10",
      port: 80,
    });
  });

  it("that the gateway refuses fails with the gateway's own error, and its reason", () => {
    const connection = tunnel.connect(HOST);
    channel.onopen?.();
    channel.tell(HELLO);
    channel.tell({ type: "fail", error: "EACCES", reason: "this gateway wants a token" });
    channel.onclose?.({ code: 1008, reason: "" });
    expect(connection.error).toBe("EACCES");
    expect(tunnel.connect(HOST).error).toBe("EACCES");
    expect(notices).toEqual(["The gateway closed the link: this gateway wants a token"]);
  });

  it("that never opens makes hosts unreachable, and says how to get a gateway", () => {
    const connection = tunnel.connect(HOST);
    channel.onclose?.({ code: 1006, reason: "" });
    expect([connection.state, connection.error]).toEqual(["dead", "ENETUNREACH"]);
    expect(tunnel.connect(HOST).error).toBe("ENETUNREACH");
    expect(notices.join()).toContain("npm start");
  });

  it("that is lost resets open sockets and takes no new ones", async () => {
    const connection = openConnection();
    const connecting = tunnel.connect(HOST);
    const question = tunnel.resolve("www.test", "any");
    channel.onclose?.({ code: 1006, reason: "" });
    expect([connection.error, connecting.error, tunnel.connect(HOST).error]).toEqual([
      "ECONNRESET",
      "ENETDOWN",
      "ENETDOWN",
    ]);
    expect(await question).toEqual({ error: "EAI_AGAIN" });
  });

  it("that carries nonsense is closed as a protocol error", () => {
    openConnection();
    channel.onmessage?.({ data: "{" });
    expect(channel.closedWith).toBe(4002);
    expect(notices).toHaveLength(2);
  });

  it("passes on why the gateway gives up", () => {
    openConnection();
    channel.tell({ type: "fail", error: "EAGAIN", reason: "Too many sockets." });
    expect(notices).toEqual(["The gateway closed the link: Too many sockets."]);
  });
});

describe("a connection", () => {
  it("is open when the host has answered, with the true addresses", () => {
    const connection = openConnection();
    expect(connection.state).toBe("open");
    expect(connection.local).toMatchObject({ address: "10.0.0.2", port: 5 });
  });

  it("fails with the gateway's errno, and a refusal by policy is explained", () => {
    const connection = tunnel.connect(HOST);
    channel.onopen?.();
    channel.tell({ type: "error", socket: 2, error: "EACCES", reason: "Not allowed." });
    expect([connection.state, connection.error, notices.length]).toEqual(["dead", "EACCES", 1]);
  });

  it("sends no more than its credit", () => {
    const connection = openConnection();
    expect(connection.send(text("0123456789abc"))).toBe(10);
    expect([connection.space, connection.send(text("abc"))]).toEqual([0, 0]);
    channel.tell({ type: "credit", socket: 2, bytes: 2 });
    expect(connection.send(text("abc"))).toBe(2);
  });

  it("sends the first bytes at once and gathers what follows in the same turn", async () => {
    const connection = openConnection();
    for (const each of ["a", "b", "c"]) connection.send(text(each));
    await settled();
    expect(channel.frames).toHaveLength(1);
    platform.runTasks();
    expect(channel.frames.map((frame) => new TextDecoder().decode(frame.subarray(4)))).toEqual(["a", "bc"]);
    expect([...(channel.frames[1] as Uint8Array).subarray(0, 4)]).toEqual([2, 0, 0, 0]);
  });

  it("sends first bytes at once whatever the WebSocket still holds", () => {
    const connection = openConnection();
    channel.bufferedAmount = 100;
    connection.send(text("a"));
    expect(channel.frames).toHaveLength(1);
  });

  it("sends much from where it is, and leaves what stands before", () => {
    const connection = openConnection();
    channel.tell({ type: "credit", socket: 2, bytes: 1_000_000 });
    const memory = Uint8Array.from({ length: 300_000 }, (_, index) => index % 251);
    const before = memory.slice();
    connection.send(text("x"));
    expect(connection.send(memory.subarray(5, 200_005))).toBe(200_000);
    expect(memory).toEqual(before);
    platform.runTasks();
    expect(channel.frames.map((frame) => [...frame.subarray(0, 4)])).toEqual(Array(5).fill([2, 0, 0, 0]));
    const sent = channel.frames.slice(1).flatMap((frame) => [...frame.subarray(4)]);
    expect(Uint8Array.from(sent)).toEqual(before.slice(5, 200_005));
  });

  it("sends messages as long as the gateway takes them, and no longer", () => {
    for (const [limits, sizes] of [
      [{ data: 100_000 }, [100_000, 50_000]],
      [{}, [65_536, 65_536, 18_928]],
    ] as const) {
      const own = new Tunnel(platform, "ws://gate.test/tunnel", () => {});
      const link = platform.channels.at(-1) as ScriptedChannel;
      const connection = own.connect(HOST);
      link.onopen?.();
      link.tell({ ...HELLO, credit: 1_000_000, limits });
      link.tell({ type: "connected", socket: 2, local: { address: "10.0.0.2", port: 5 }, peer: HOST });
      expect(connection.send(new Uint8Array(150_000))).toBe(150_000);
      platform.runTasks();
      expect(link.frames.map((frame) => frame.length - 4)).toEqual(sizes);
    }
  });

  it("tells an option again only when it is another value", () => {
    const connection = openConnection();
    for (const value of [1, 1, 0, 0, 1]) connection.setOption("TCP_NODELAY", value);
    for (const seconds of [1, 1, 2]) connection.setOption("SO_LINGER", [1, seconds]);
    const told = channel.control.filter(({ type }) => type === "option");
    expect(told.map(({ value }) => value)).toEqual([1, 0, 1, [1, 1], [1, 2]]);
    tunnel.connect(HOST).setOption("TCP_NODELAY", 1);
    expect(channel.control.at(-1)).toMatchObject({ socket: 4, name: "TCP_NODELAY" });
  });

  it("puts what was gathered on its way before the end of sending", () => {
    const connection = openConnection();
    connection.send(text("a"));
    connection.send(text("b"));
    connection.shutdown();
    expect(channel.frames).toHaveLength(2);
    expect(channel.types().at(-1)).toBe("shutdown");
    expect(connection.space).toBe(0);
  });

  it("sends nothing after a reset", async () => {
    const connection = openConnection();
    connection.send(text("a"));
    connection.send(text("b"));
    connection.abort();
    await settled();
    platform.runTasks();
    expect(channel.frames).toHaveLength(1);
    expect(channel.types().at(-1)).toBe("reset");
  });

  it("is lost when the gateway speaks another protocol", async () => {
    const connection = openConnection();
    channel.tell({ type: "nonsense" });
    await settled();
    expect([connection.state, connection.error, channel.closedWith]).toEqual(["dead", "ECONNRESET", 4002]);
  });

  it("joins what comes in single bytes, and its end comes after the last", () => {
    const connection = openConnection();
    channel.bytes(2, text("hello"));
    channel.tell({ type: "eof", socket: 2 });
    expect([connection.ended, connection.inbox.size, received(connection)]).toEqual([true, 5, "hello"]);
  });

  it("keeps what came before a reset", () => {
    const connection = openConnection();
    channel.bytes(2, text("last"));
    channel.tell({ type: "reset", socket: 2, error: "ECONNRESET" });
    expect([connection.state, connection.error, received(connection)]).toEqual(["dead", "ECONNRESET", "last"]);
  });

  it("gives credit back when a quarter of the window was read, not before", () => {
    const connection = openConnection();
    connection.consumed(200_000);
    expect(channel.types()).not.toContain("credit");
    connection.consumed(100_000);
    expect(channel.control.at(-1)).toEqual({ type: "credit", socket: 2, bytes: 300_000 });
  });

  it("is closed when the gateway says so, and tells nothing of data that comes until then", async () => {
    const connection = openConnection();
    connection.send(text("x"));
    connection.send(text("y"));
    let closed = false;
    const closing = connection.close().then(() => {
      closed = true;
    });
    expect([channel.frames.length, channel.types().at(-1)]).toEqual([2, "close"]);
    channel.bytes(2, text("late"));
    await settled();
    expect([closed, connection.inbox.size]).toEqual([false, 0]);
    channel.tell({ type: "closed", socket: 2 });
    await closing;
    expect(closed).toBe(true);
  });

  it("that was refused has nothing to close", async () => {
    const connection = tunnel.connect(HOST);
    channel.onopen?.();
    channel.tell({ type: "error", socket: 2, error: "ECONNREFUSED", reason: "" });
    await connection.close();
    expect(channel.types()).not.toContain("close");
  });

  it("has a number that no other has", () => {
    tunnel.connect(HOST);
    tunnel.connect(HOST);
    channel.onopen?.();
    expect(channel.control.slice(1).map((each) => each.socket)).toEqual([2, 4]);
  });
});

describe("names", () => {
  it("are asked of the gateway, answers in any order", async () => {
    const questions = [tunnel.resolve("a.test", "inet"), tunnel.resolve("b.test", "any")];
    channel.onopen?.();
    const [first, second] = channel.control.slice(1);
    channel.tell({ type: "resolved", id: second?.id, error: "EAI_NONAME", reason: "" });
    channel.tell({
      type: "resolved",
      id: first?.id,
      addresses: [{ family: "inet", address: "1.2.3.4" }],
      canonical: "a.test",
    });
    expect(await Promise.all(questions)).toEqual([
      { addresses: [{ family: "inet", address: "1.2.3.4" }], canonical: "a.test" },
      { error: "EAI_NONAME" },
    ]);
  });

  it("hostname waits for the gateway's own", async () => {
    const name = tunnel.hostname();
    openConnection();
    expect(await name).toBe("gate.test");
  });
});
