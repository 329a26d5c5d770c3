// SPDX-License-Identifier: MIT

import { beforeEach, describe, expect, it } from "vitest";
import type { Endpoint, SocketAddress } from "../../../../../web/posix/networks/network.ts";
import { Broker } from "../../../../../web/posix/networks/tab/broker.ts";
import { TestSurroundings } from "./clock.ts";
import { channel, Talker } from "./ports.ts";

const here = (port: number, address = "127.0.0.1"): Endpoint => ({
  family: address.includes(":") ? "inet6" : "inet",
  address,
  port,
});
const portOf = (address: SocketAddress): number => (address.family === "unix" ? 0 : address.port);
const usual = { reuse: false, only6: false };

let broker: Broker;
let server: Talker;
let client: Talker;

function join(): Talker {
  const [ours, theirs] = channel();
  broker.join(theirs);
  return new Talker(ours);
}

function bind(who: Talker, local: Endpoint, options = usual) {
  return who.say({ type: "bind", kind: "stream", local, options });
}

function listening(who: Talker, local: Endpoint, backlog = 8, options = usual): number {
  const bound = bind(who, local, options);
  if (bound?.type !== "bound") throw new Error(JSON.stringify(bound));
  expect(who.say({ type: "listen", socket: bound.socket, backlog })).toMatchObject({ type: "listening" });
  return bound.socket;
}

const connect = (to: Endpoint) => client.say({ type: "connect", to, socket: null, patient: true });
const error = (name: string) => ({ type: "failed", error: name });

beforeEach(() => {
  broker = new Broker(channel, new TestSurroundings());
  server = join();
  client = join();
});

describe("ports", () => {
  it("are given where 0 is asked for, each once, from Linux's range", () => {
    const ports = Array.from({ length: 50 }, () => {
      const bound = bind(server, here(0));
      return bound?.type === "bound" ? portOf(bound.local) : 0;
    });
    expect(new Set(ports).size).toBe(50);
    expect(Math.min(...ports)).toBeGreaterThanOrEqual(32768);
    expect(Math.max(...ports)).toBeLessThanOrEqual(60999);
  });

  it("below 1024 are for everyone", () => {
    expect(bind(server, here(80))).toMatchObject({ type: "bound", local: here(80) });
  });

  it.each([
    [here(80), here(80), "failed"],
    [here(80), here(80, "127.0.0.2"), "bound"],
    [here(80, "0.0.0.0"), here(80, "127.0.0.2"), "failed"],
    [here(80), here(80, "0.0.0.0"), "failed"],
    [here(80), here(80, "::1"), "bound"],
    [here(80), here(80, "::"), "failed"],
    [here(80, "::"), here(80, "0.0.0.0"), "failed"],
  ])("%j is taken, then %j: %s", (first, second, outcome) => {
    expect(bind(server, first)).toMatchObject({ type: "bound" });
    expect(bind(client, second)?.type).toBe(outcome);
  });

  it("of :: alone leave IPv4's free with IPV6_V6ONLY", () => {
    bind(server, here(80, "::"), { reuse: false, only6: true });
    expect(bind(client, here(80, "0.0.0.0"))).toMatchObject({ type: "bound" });
  });

  it("are shared with SO_REUSEADDR on both until one listens", () => {
    const reuse = { reuse: true, only6: false };
    const first = listening(server, here(80), 1, reuse);
    expect(bind(client, here(80), reuse)).toMatchObject(error("EADDRINUSE"));
    server.tell({ type: "release", socket: first });
    const [a, b] = [bind(server, here(80), reuse), bind(client, here(80), reuse)];
    if (a?.type !== "bound" || b?.type !== "bound") throw new Error("both are bound");
    expect(server.say({ type: "listen", socket: a.socket, backlog: 1 })).toMatchObject({ type: "listening" });
    expect(client.say({ type: "listen", socket: b.socket, backlog: 1 })).toMatchObject(error("EADDRINUSE"));
  });

  it("of other machines are none of ours", () => {
    expect(bind(server, here(80, "192.0.2.1"))).toMatchObject(error("EADDRNOTAVAIL"));
  });
});

describe("connecting", () => {
  it("is refused where nobody listens, also where a socket is only bound", () => {
    expect(connect(here(80))).toMatchObject(error("ECONNREFUSED"));
    bind(server, here(80));
    expect(connect(here(80))).toMatchObject(error("ECONNREFUSED"));
  });

  it("gives both ends a port of one channel, and true addresses", () => {
    const socket = listening(server, here(80, "0.0.0.0"));
    const connected = connect(here(80));
    const arrived = server.heard.at(-1);
    if (connected?.type !== "connected" || arrived?.type !== "arrived") throw new Error("not connected");
    expect(arrived).toMatchObject({ socket, local: here(80), peer: connected.local });
    expect(portOf(connected.local)).toBeGreaterThanOrEqual(32768);
    const got: unknown[] = [];
    (arrived.ports[0] as { onmessage: unknown }).onmessage = ({ data }: { data: unknown }) => got.push(data);
    connected.ports[0]?.postMessage("hello");
    expect(got).toEqual(["hello"]);
  });

  it("finds the most exact listener", () => {
    listening(server, here(80, "0.0.0.0"), 8, { reuse: true, only6: false });
    const exact = listening(client, here(81));
    const any = listening(server, here(81, "127.0.0.2"));
    connect(here(81));
    expect(client.heard.filter(({ type }) => type === "arrived")).toMatchObject([{ socket: exact }]);
    expect(any).not.toBe(exact);
  });

  it("waits while the queue is full: one more than the backlog is taken", () => {
    const socket = listening(server, here(80), 1);
    expect([connect(here(80)), connect(here(80))].map((each) => each?.type)).toEqual(["connected", "connected"]);
    expect(connect(here(80))).toBeUndefined();
    server.tell({ type: "accepted", socket });
    expect(client.answer(client.lastId)).toMatchObject({ type: "connected" });
  });

  it("that waits is refused when the listener goes, and forgotten when it is abandoned", () => {
    const socket = listening(server, here(80), 0);
    connect(here(80));
    expect(connect(here(80))).toBeUndefined();
    const first = client.lastId;
    expect(connect(here(80))).toBeUndefined();
    client.tell({ type: "abandon", id: client.lastId });
    server.tell({ type: "release", socket });
    expect(client.answer(first)).toMatchObject(error("ECONNREFUSED"));
    expect(client.answer(client.lastId)).toBeUndefined();
  });
});

describe("a program that goes", () => {
  it("leaves its ports to others", () => {
    const [ours, theirs] = channel();
    broker.join(theirs);
    listening(new Talker(ours), here(80));
    expect(bind(server, here(80))).toMatchObject(error("EADDRINUSE"));
    broker.leave(theirs);
    expect(bind(server, here(80))).toMatchObject({ type: "bound" });
  });
});
