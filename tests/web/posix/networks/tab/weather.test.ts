// SPDX-License-Identifier: MIT

import { beforeEach, describe, expect, it } from "vitest";
import type { Endpoint } from "../../../../../web/posix/networks/network.ts";
import { Broker } from "../../../../../web/posix/networks/tab/broker.ts";
import { OWN_HOST, PRACTICE_NET } from "../../../../../web/posix/networks/tab/hosts.ts";
import type { Port } from "../../../../../web/posix/networks/tab/messages.ts";
import type { PacketRecord } from "../../../../../web/posix/networks/tab/weather/internet.ts";
import { decode, FLAG } from "../../../../../web/posix/networks/tab/weather/packet.ts";
import { CLEAR, type Weather } from "../../../../../web/posix/networks/tab/weather/weather.ts";
import { TestSurroundings } from "./clock.ts";
import { channel, Talker } from "./ports.ts";

const at = (port: number, address = "127.0.0.1"): Endpoint => ({ family: "inet", address, port });
const usual = { reuse: false, only6: false };

/** A program's end of a connection, as its TabStream has it. */
class Plugged {
  text = "";
  readonly words: unknown[] = [];
  reads = true;
  private unread = 0;

  constructor(readonly port: Port) {
    port.onmessage = ({ data }) => {
      if (!(data instanceof ArrayBuffer)) {
        this.words.push(data);
        return;
      }
      this.text += new TextDecoder("latin1").decode(data);
      this.unread += data.byteLength;
      if (this.reads) this.read();
    };
  }

  read(): void {
    const credit = this.unread;
    this.unread = 0;
    this.port.postMessage({ credit });
  }

  send(text: string): void {
    const { buffer } = Uint8Array.from(text, (each) => each.charCodeAt(0));
    this.port.postMessage(buffer, [buffer]);
  }
}

let world: TestSurroundings;
let broker: Broker;
let server: Talker;
let client: Talker;

function join(program: number, ...addresses: string[]): Talker {
  const [ours, theirs] = channel();
  broker.join(theirs, addresses.length > 0 ? addresses : [OWN_HOST.address], program);
  return new Talker(ours);
}

function begin(weather: Partial<Weather> = {}, seed = 1): void {
  world = new TestSurroundings(seed);
  broker = new Broker(channel, world);
  server = join(1);
  client = join(2);
  broker.weather({ ...CLEAR, ...weather });
}

function listen(local = at(80), backlog = 8): number {
  const bound = server.say({ type: "bind", kind: "stream", local, options: usual });
  if (bound?.type !== "bound") throw new Error(JSON.stringify(bound));
  server.say({ type: "listen", socket: bound.socket, backlog });
  return bound.socket;
}

const dial = (to = at(80)) => client.say({ type: "connect", to, socket: null, patient: true });
const heard = (who: Talker, type: string) => who.heard.filter((each) => each.type === type);
const plug = (who: Talker, type: string) => new Plugged(heard(who, type).at(-1)?.ports[0] as Port);

/** A connection that stands: the client's end and the server's. */
function connected(time = 60_000): [Plugged, Plugged] {
  listen();
  dial();
  world.clock.pass(time);
  return [plug(client, "connected"), plug(server, "arrived")];
}

const NAMES = Object.entries(FLAG);

/** A packet in words: "SYN+ACK", "PSH+ACK 5". */
function words({ bytes, lost }: PacketRecord): string {
  const packet = decode(bytes);
  if (!packet) return "damaged";
  const size = packet.data.length > 0 ? ` ${packet.data.length}` : "";
  const flags =
    packet.protocol === "udp"
      ? "UDP"
      : NAMES.filter(([, bit]) => packet.flags & bit)
          .map(([name]) => name)
          .join("+");
  return `${packet.from.port === 80 ? "<" : ">"} ${flags}${size}${lost ? ` (${lost})` : ""}`;
}

const noise = (size: number): string =>
  Array.from({ length: size }, () => String.fromCharCode(Math.floor(world.clock.random() * 256))).join("");

beforeEach(() => begin());

describe("a connection in packets", () => {
  it("begins with three of them, carries its bytes, and ends with four", () => {
    const [near, far] = connected();
    near.send("hello");
    world.clock.pass(100);
    near.port.postMessage("closed");
    world.clock.pass(100);
    expect(far.text).toBe("hello");
    expect(far.words).toContain("end");
    far.port.postMessage("closed");
    world.clock.pass(100);
    expect(world.packets.map(words)).toEqual([
      "> SYN",
      "< SYN+ACK",
      "> ACK",
      "> PSH+ACK 5",
      "< ACK",
      "> FIN+ACK",
      "< ACK",
      "< FIN+ACK",
      "> ACK",
    ]);
  });

  it("has both addresses and ports in each, the time, and who sent it to whom", () => {
    connected();
    const [syn, answer] = world.packets;
    const local = heard(client, "connected")[0] as { local: Endpoint };
    expect(decode(syn?.bytes as Uint8Array)).toMatchObject({ from: local.local, to: at(80) });
    expect(syn?.programs).toEqual([2, 1]);
    expect(answer?.programs).toEqual([1, 2]);
    expect(syn?.path).toEqual([
      { host: "porthole", address: "127.0.0.1" },
      { host: "porthole", address: "127.0.0.1" },
    ]);
  });

  it("takes as long as its packets do", () => {
    begin({ delay: 100 });
    listen();
    dial();
    world.clock.pass(199);
    expect(heard(client, "connected")).toHaveLength(0);
    world.clock.pass(1);
    expect(heard(client, "connected")).toHaveLength(1);
    expect(heard(server, "arrived")).toHaveLength(0);
    world.clock.pass(100);
    expect(heard(server, "arrived")).toHaveLength(1);
  });

  it("crosses routers between hosts, each with several addresses", () => {
    const hosts = join(3, PRACTICE_NET);
    const www = at(80, "198.18.0.10");
    const bound = hosts.say({ type: "bind", kind: "stream", local: www, options: usual });
    if (bound?.type !== "bound") throw new Error(JSON.stringify(bound));
    hosts.say({ type: "listen", socket: bound.socket, backlog: 1 });
    broker.practice([{ name: "www.test", address: "198.18.0.10" }]);
    broker.weather({ ...CLEAR, reordering: 1 });
    dial(www);
    world.clock.pass(1000);
    expect(world.packets[0]?.path.map(({ host }) => host)).toEqual(["porthole", "west", "north", "east", "www.test"]);
    expect(world.packets[1]?.path.map(({ host }) => host)).toEqual(["www.test", "east", "north", "west", "porthole"]);
    const west = world.packets.flatMap(({ path }) => path.filter(({ host }) => host === "west"));
    expect(new Set(west.map(({ address }) => address)).size).toBe(2);
  });

  it("is refused by a reset where nobody listens", () => {
    expect(dial()).toBeUndefined();
    world.clock.pass(10);
    expect(client.heard).toMatchObject([{ type: "failed", error: "ECONNREFUSED" }]);
    expect(world.packets.map(words)).toEqual(["> SYN", "< RST+ACK"]);
  });

  it("is given up after six more SYNs, as by Linux, where the line is cut", () => {
    begin({ cut: true });
    listen();
    dial();
    world.clock.pass(126_000);
    expect(client.heard).toHaveLength(0);
    world.clock.pass(2000);
    expect(client.heard).toMatchObject([{ type: "failed", error: "ETIMEDOUT" }]);
    expect(world.packets.map(words)).toEqual(Array(7).fill("> SYN (cut)"));
  });

  it("waits while the listener's queue is full: its SYN is passed over and comes again", () => {
    const socket = listen(at(80), 0);
    dial();
    world.clock.pass(100);
    dial();
    world.clock.pass(500);
    expect(heard(server, "arrived")).toHaveLength(1);
    server.tell({ type: "accepted", socket });
    world.clock.pass(1000);
    expect(heard(server, "arrived")).toHaveLength(2);
    expect(heard(client, "connected")).toHaveLength(2);
  });

  it("is left as it was made when the weather ends", () => {
    const [near, far] = connected();
    broker.weather(null);
    near.send("still in packets");
    world.clock.pass(10);
    expect(far.text).toBe("still in packets");
    expect(world.packets.map(words)).toContain("> PSH+ACK 16");
  });

  it("goes by no packets without weather", () => {
    broker.weather(null);
    listen();
    dial();
    expect(heard(client, "connected")).toHaveLength(1);
    expect(world.packets).toEqual([]);
  });
});

describe("what was lost", () => {
  it("is sent again once nothing is acknowledged in time", () => {
    begin({ delay: 20 });
    const [near, far] = connected();
    broker.lose(1);
    near.send("hello");
    world.clock.pass(230);
    expect(far.text).toBe("");
    world.clock.pass(60);
    expect(far.text).toBe("hello");
    expect(world.packets.map(words).filter((each) => / 5/.test(each))).toEqual(["> PSH+ACK 5 (chosen)", "> PSH+ACK 5"]);
  });

  it("is sent again at once after three repeated acknowledgements, and what came behind it has waited", () => {
    begin({ delay: 50 });
    const [near, far] = connected();
    broker.lose(1);
    const text = noise(1460 * 6);
    near.send(text);
    world.clock.pass(60);
    expect(far.text).toBe("");
    world.clock.pass(120);
    expect(far.text).toBe(text);
    const [first, again] = world.packets
      .filter(({ bytes, lost }) => lost || decode(bytes)?.data.length === 1460)
      .filter(
        ({ bytes }) =>
          (decode(bytes) as { seq: number }).seq ===
          (decode(world.packets.find(({ lost }) => lost)?.bytes as Uint8Array) as { seq: number }).seq,
      );
    expect(first?.lost).toBe("chosen");
    expect((again?.time ?? 0) - (first?.time ?? 0)).toBe(100);
  });

  it("of the handshake comes again after a second", () => {
    begin({ loss: 1 });
    listen();
    dial();
    broker.weather(CLEAR);
    world.clock.pass(999);
    expect(heard(client, "connected")).toHaveLength(0);
    world.clock.pass(2);
    expect(heard(client, "connected")).toHaveLength(1);
  });

  it.each(Array.from({ length: 60 }, (_, seed) => seed))(
    "never shows: a storm with seed %i loses no byte and no order",
    (seed) => {
      begin({ delay: 30, jitter: 20, loss: 0.15, duplication: 0.1, reordering: 0.3, bandwidth: 2_000_000 }, seed);
      const [near, far] = connected(600_000);
      const [there, back] = [noise(60_000), noise(20_000)];
      near.send(there);
      for (let i = 0; i < back.length; i += 700) far.send(back.slice(i, i + 700));
      near.port.postMessage("end");
      far.port.postMessage("end");
      world.clock.pass(900_000);
      expect(far.text).toBe(there);
      expect(near.text).toBe(back);
      expect(far.words).toContain("end");
      expect(near.words).toContain("end");
      expect(world.packets.every(({ bytes }) => decode(bytes) !== null)).toBe(true);
      // Every byte was acknowledged to the program that sent it.
      const credit = (plugged: Plugged) =>
        plugged.words.reduce<number>((sum, word) => sum + ((word as { credit?: number }).credit ?? 0), 0);
      expect(credit(near)).toBe(there.length);
      expect(credit(far)).toBe(back.length);
    },
  );
});

describe("windows", () => {
  it("shut while the program does not read, are asked after, and open again", () => {
    const [near, far] = connected();
    far.reads = false;
    const text = noise(200_000);
    near.send(text);
    world.clock.pass(5000);
    expect(far.text.length).toBe(65_535);
    const probes = world.packets.filter(({ bytes }) => decode(bytes)?.data.length === 1);
    expect(probes.length).toBeGreaterThan(1);
    far.reads = true;
    far.read();
    world.clock.pass(200_000);
    expect(far.text).toBe(text);
  });

  it("let a line of little bandwidth carry as much as it can", () => {
    begin({ delay: 10, bandwidth: 1_000_000 });
    const [near, far] = connected();
    const start = world.clock.now();
    near.send(noise(250_000));
    while (far.text.length < 250_000 && world.clock.now() < start + 60_000) world.clock.pass(10);
    const seconds = (world.clock.now() - start) / 1000;
    expect(seconds).toBeGreaterThan(2);
    expect(seconds).toBeLessThan(2.6);
  });
});

describe("an end that comes early", () => {
  it("is a reset where a stopped program had not read all", () => {
    const [near, far] = connected();
    far.reads = false;
    near.send("unread");
    world.clock.pass(100);
    broker.leave(server.port.other);
    world.clock.pass(100);
    expect(near.words).toContain("reset");
  });

  it("is an end in order where it had read all", () => {
    const [near, far] = connected();
    near.send("read");
    world.clock.pass(100);
    expect(far.text).toBe("read");
    broker.leave(server.port.other);
    world.clock.pass(100);
    expect(near.words).toContain("end");
    expect(near.words).not.toContain("reset");
  });

  it("is a reset for who sends to a socket that was closed", () => {
    const [near, far] = connected();
    far.port.postMessage("closed");
    world.clock.pass(100);
    near.send("too late");
    world.clock.pass(100);
    expect(near.words).toContain("reset");
  });

  it("is a timeout where nothing is acknowledged for a quarter of an hour", () => {
    const [near] = connected();
    broker.weather({ ...CLEAR, cut: true });
    near.send("anybody?");
    world.clock.pass(20 * 60_000);
    expect(near.words).toContain("timeout");
  });
});

describe("datagrams", () => {
  function socket(who: Talker, port: number): number {
    const bound = who.say({ type: "bind", kind: "datagram", local: at(port), options: usual });
    if (bound?.type !== "bound") throw new Error(JSON.stringify(bound));
    return bound.socket;
  }

  function send(number: number, text: string, to: Endpoint): void {
    const { buffer } = Uint8Array.from(text, (each) => each.charCodeAt(0));
    client.say({ type: "send", socket: number, to, bytes: buffer, patient: true, loop: true, hops: 64 });
  }

  const texts = (who: Talker) =>
    heard(who, "datagram").map((each) => new TextDecoder().decode((each as unknown as { bytes: ArrayBuffer }).bytes));

  it("arrive whole, each in a packet of its own", () => {
    begin({ delay: 10 });
    socket(server, 7000);
    const from = socket(client, 7001);
    send(from, "one", at(7000));
    send(from, "two", at(7000));
    world.clock.pass(9);
    expect(texts(server)).toEqual([]);
    world.clock.pass(1);
    expect(texts(server)).toEqual(["one", "two"]);
    expect(world.packets.map(words)).toEqual(["> UDP 3", "> UDP 3"]);
  });

  it("are lost, doubled and overtaken, as the weather has it", () => {
    begin({ delay: 10, loss: 0.2, duplication: 0.2, reordering: 0.3 }, 7);
    socket(server, 7000);
    const from = socket(client, 7001);
    const numbers = Array.from({ length: 200 }, (_, number) => String(number));
    for (const number of numbers) send(from, number, at(7000));
    world.clock.pass(1000);
    const got = texts(server);
    const arrivals = world.packets.flatMap((packet) => packet.arrivals);
    expect(got).toHaveLength(arrivals.length);
    expect(new Set(got).size).toBeLessThan(190);
    expect(got.length).toBeGreaterThan(new Set(got).size);
    expect(got).not.toEqual([...got].sort((one, other) => Number(one) - Number(other)));
    // What overtakes another came by another route.
    const routes = new Map(
      world.packets.map(({ route, bytes }) => [new TextDecoder().decode(decode(bytes)?.data), route]),
    );
    const short = got.filter((number) => routes.get(number) === "short");
    expect(short).toEqual([...short].sort((one, other) => Number(one) - Number(other)));
  });
});
