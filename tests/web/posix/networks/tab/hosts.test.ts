// SPDX-License-Identifier: MIT

import { beforeEach, describe, expect, it } from "vitest";
import type { Endpoint } from "../../../../../web/posix/networks/network.ts";
import { Broker } from "../../../../../web/posix/networks/tab/broker.ts";
import { OWN_HOST, PRACTICE_NET } from "../../../../../web/posix/networks/tab/hosts.ts";
import { TestSurroundings } from "./clock.ts";
import { channel, Talker } from "./ports.ts";

const at = (address: string, port: number): Endpoint => ({ family: "inet", address, port });
const www = at("198.18.0.10", 80);
const connect = (to: Endpoint) => ({ type: "connect" as const, to, socket: null, patient: true });

let broker: Broker;
let around: TestSurroundings;
let program: Talker;

function join(...addresses: string[]): Talker {
  const [ours, theirs] = channel();
  broker.join(theirs, addresses);
  return new Talker(ours);
}

/** The practice hosts' program begins to listen. */
function serve(): Talker {
  const hosts = join(PRACTICE_NET);
  const bound = hosts.say({ type: "bind", kind: "stream", local: www, options: { reuse: false, only6: false } });
  if (bound?.type !== "bound") throw new Error(JSON.stringify(bound));
  hosts.say({ type: "listen", socket: bound.socket, backlog: 8 });
  broker.practice([{ name: "www.test", address: "198.18.0.10" }]);
  return hosts;
}

beforeEach(() => {
  around = new TestSurroundings();
  broker = new Broker(channel, around);
  program = join(OWN_HOST.address);
});

describe("the practice hosts", () => {
  it("are started when a name of theirs is looked up, once, and the answer waits for them", () => {
    expect(program.say({ type: "host", name: "www.test" })).toBeUndefined();
    expect(program.say({ type: "host", name: "WWW.test." })).toBeUndefined();
    expect(around.wishes).toBe(1);
    serve();
    const answers = program.heard.filter((each) => each.type === "host");
    expect(answers).toMatchObject([{ found: "198.18.0.10" }, { found: "198.18.0.10" }]);
  });

  it("are started when somebody connects to an address of theirs, and see where the connection comes from", () => {
    expect(program.say(connect(www))).toBeUndefined();
    const hosts = serve();
    expect(program.heard).toContainEqual(expect.objectContaining({ type: "connected", peer: www }));
    const arrived = hosts.heard.find((each) => each.type === "arrived");
    expect(arrived).toMatchObject({ local: www, peer: { address: OWN_HOST.address } });
  });

  it("are unknown by other names and unreachable at other addresses", () => {
    serve();
    expect(program.say({ type: "host", name: "nobody.test" })).toMatchObject({ found: null });
    expect(program.say(connect(at("198.18.0.99", 80)))).toMatchObject({ error: "EHOSTUNREACH" });
    expect(program.say(connect(at("198.18.0.10", 81)))).toMatchObject({ error: "ECONNREFUSED" });
    expect(program.say({ type: "host", address: "198.18.0.10" })).toMatchObject({ found: "www.test" });
  });

  it("start anew after they have ended", () => {
    serve();
    broker.practice(null);
    program.say({ type: "host", name: "www.test" });
    expect(around.wishes).toBe(1);
  });

  it("are not waited for by who has given up", () => {
    program.say({ ...connect(www) });
    program.tell({ type: "abandon", id: program.lastId });
    const hosts = serve();
    expect(hosts.heard.some((each) => each.type === "arrived")).toBe(false);
  });

  it("that cannot be started are names and hosts that there are not", () => {
    program.say({ type: "host", name: "www.test" });
    program.say(connect(www));
    broker.practice([]);
    expect(program.heard).toMatchObject([
      { type: "host", found: null },
      { type: "failed", error: "EHOSTUNREACH" },
    ]);
  });
});

describe("the reader's own host", () => {
  it("has a name and an address of its own, at which its programs reach each other", () => {
    expect(program.say({ type: "host", name: OWN_HOST.name })).toMatchObject({ found: OWN_HOST.address });
    const server = join(OWN_HOST.address);
    const local = at(OWN_HOST.address, 5000);
    const bound = server.say({ type: "bind", kind: "stream", local, options: { reuse: false, only6: false } });
    if (bound?.type !== "bound") throw new Error(JSON.stringify(bound));
    server.say({ type: "listen", socket: bound.socket, backlog: 1 });
    expect(program.say(connect(local))).toMatchObject({ type: "connected", local: { address: OWN_HOST.address } });
    expect(around.wishes).toBe(0);
  });

  it("has no way to addresses that are nobody's", () => {
    expect(program.say(connect(at("203.0.113.1", 80)))).toMatchObject({ error: "ENETUNREACH" });
  });
});
