// SPDX-License-Identifier: MIT
// What tshark makes of the packets that carried bytes through bad weather.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Endpoint } from "../../../web/posix/networks/network.ts";
import { Internet } from "../../../web/posix/networks/tab/weather/internet.ts";
import { CLEAR, type Weather } from "../../../web/posix/networks/tab/weather/weather.ts";
import { asPcapng, headersOf, linesOf, packetText, Wire } from "../../../web/wire/index.ts";
import { TestSurroundings } from "../posix/networks/tab/clock.ts";
import { channel, type TestPort } from "../posix/networks/tab/ports.ts";
import { call, dialog, opened, send } from "./records.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "porthole-packets-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

const at = (port: number, address = "127.0.0.1"): Endpoint => ({ family: "inet", address, port });

/** A client that sends one text and a server that sends another, through this weather, until both have ended. */
function talk(weather: Partial<Weather>, there: Uint8Array, back: Uint8Array, seed = 5): Wire {
  const { clock, packets, packet } = new TestSurroundings(seed);
  const internet = new Internet({
    clock,
    channel,
    nameOf: (address) => (address === "198.18.0.10" ? "www.test" : "porthole"),
    tell: packet,
    accepting: () => ({
      program: 1,
      full: false,
      arrived: (port) => speak(port as TestPort, back),
    }),
  });
  const speak = (port: TestPort, bytes: Uint8Array) => {
    port.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) port.postMessage({ credit: data.byteLength });
    };
    const { buffer } = bytes.slice();
    port.postMessage(buffer, [buffer]);
    port.postMessage("end");
  };
  internet.weather = { ...CLEAR, ...weather };
  internet.connect(at(40_000, "198.18.2.1"), at(80, "198.18.0.10"), {
    program: 2,
    connected: (port) => speak(port as TestPort, there),
    failed: (error) => {
      throw new Error(error);
    },
  });
  clock.pass(600_000);
  const wire = new Wire();
  wire.addPackets(packets);
  return wire;
}

function tshark(wire: Wire, ...args: string[]): string {
  const file = join(folder, "packets.pcapng");
  writeFileSync(file, asPcapng(wire));
  const options = ["-r", file, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", ...args];
  const stdio = ["ignore", "pipe", "ignore"] as const;
  return execFileSync("tshark", options, { encoding: "utf8", timeout: 60_000, maxBuffer: 1e8, stdio: [...stdio] });
}

/** Both sides' bytes, as tshark puts them together. */
function followed(wire: Wire): [string, string] {
  const lines = tshark(wire, "-q", "-z", "follow,tcp,raw,0").split("\n");
  const side = (pattern: RegExp) =>
    lines
      .filter((line) => pattern.test(line))
      .map((line) => line.trim())
      .join("");
  return [side(/^[0-9a-f]+$/), side(/^\t[0-9a-f]+$/)];
}

const noise = (size: number, seed: number) =>
  Uint8Array.from({ length: size }, (_, i) => Math.imul(i + seed, 2_654_435_761) >>> 24);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

describe("packets through a storm", { timeout: 60_000 }, () => {
  const storm = { delay: 20, jitter: 10, loss: 0.1, duplication: 0.1, reordering: 0.2, bandwidth: 4_000_000 };

  test("are put together by tshark to exactly the bytes that were sent, and every checksum is right", () => {
    const [there, back] = [noise(60_000, 1), noise(30_000, 7)];
    const wire = talk(storm, there, back);
    expect(wire.packets.some(({ packet }) => packet.lost)).toBe(true);
    expect(followed(wire)).toEqual([hex(there), hex(back)]);
    const sums = tshark(wire, "-T", "fields", "-e", "ip.checksum.status", "-e", "tcp.checksum.status")
      .trim()
      .split("\n");
    expect(new Set(sums)).toEqual(new Set(["1\t1"]));
    expect(sums).toHaveLength(wire.packets.length);
    expect(tshark(wire, "-Y", "tcp.analysis.retransmission")).not.toBe("");
    expect(tshark(wire, "-Y", "_ws.malformed")).toBe("");
  });

  test("tell in comments which way they went and how they fared", () => {
    const comments = tshark(talk(storm, noise(20_000, 1), noise(10, 2)), "-T", "fields", "-e", "frame.comment");
    expect(comments).toMatch(
      /porthole 198\.18\.2\.1 > west 198\.18\.2\.254 > east 198\.18\.4\.2 > www\.test 198\.18\.0\.10: arrived after \d/,
    );
    expect(comments).toMatch(/> north 198\.18\.5\.2 >/);
    expect(comments).toMatch(/: lost \(loss\)/);
  });
});

describe("a packet", () => {
  const wire = talk({}, noise(5, 1), noise(3, 2));

  test("is told in words", () => {
    const words = wire.packets.map(({ packet }) => packetText(packet));
    expect(words.map(({ summary, size }) => (size ? `${summary} ${size}` : summary)).slice(0, 4)).toEqual([
      "SYN",
      "SYN, ACK",
      "ACK",
      "data 5",
    ]);
    expect(words[0]).toMatchObject({ from: "198.18.2.1:40000", to: "198.18.0.10:80" });
  });

  test("opens into its headers", () => {
    const headers = headersOf(wire.packets[3]?.packet as never);
    expect(headers?.ip).toContainEqual(["Source Address", "198.18.2.1"]);
    expect(headers?.ip).toContainEqual(["Protocol", "6 (TCP)"]);
    expect(headers?.transport.fields).toContainEqual(["Destination Port", "80"]);
    expect(headers?.transport.fields).toContainEqual(["Flags", "PSH, ACK"]);
  });

  test("is a line of the diagram, unless only calls are wanted", () => {
    expect(linesOf(wire, {})).toHaveLength(wire.packets.length);
    expect(linesOf(wire, { only: "calls" })).toEqual([]);
    expect(linesOf(wire, { text: "syn, ack" })).toHaveLength(1);
  });
});

describe("several programs", () => {
  const ends = (local: string, peer: string | null) => ({ ends: { local, peer } });
  const server = { program: 1, origin: 1000 };
  const client = { program: 2, origin: 1000 };

  test("are joined where one is at the other end of the other's socket", () => {
    const wire = new Wire();
    wire.add(
      [
        call("socket", ["AF_INET", "SOCK_STREAM", 6], 3),
        call("listen", [3, 5], 0, ends("0.0.0.0:7007", null)),
        call("accept4", [3, "0"], 4, ends("127.0.0.1:7007", "127.0.0.1:40000")),
      ],
      server,
    );
    wire.add(
      [
        call("socket", ["AF_INET", "SOCK_STREAM", 6], 3),
        call("connect", [3, "127.0.0.1:7007"], 0, ends("127.0.0.1:40000", "127.0.0.1:7007")),
        send(3, "hello"),
      ],
      client,
    );
    const { partners, conversations } = wire;
    expect(conversations.map(({ program, peer }) => [program, peer])).toEqual([
      [1, undefined],
      [1, "127.0.0.1:40000"],
      [2, "127.0.0.1:7007"],
    ]);
    expect(conversations.map((each) => partners.of(each))).toEqual([undefined, 2, 1]);
    expect(linesOf(wire, {}).filter(({ kind }) => kind === "call")).toHaveLength(4);
  });

  test("over Unix sockets too, where clients have no address", () => {
    const wire = new Wire();
    const accept = (fd: number) => call("accept4", [3, "0"], fd, ends("/echo.sock", "(unnamed)"));
    wire.add([call("socket", ["AF_UNIX", "SOCK_STREAM", 0], 3), accept(4), accept(5)], server);
    for (const program of [2, 3]) {
      const connect = call("connect", [3, "/echo.sock"], 0, ends("(unnamed)", "/echo.sock"));
      wire.add([call("socket", ["AF_UNIX", "SOCK_STREAM", 0], 3), connect], { program, origin: 1000 });
    }
    expect(wire.conversations.map((each) => wire.partners.of(each))).toEqual([undefined, 2, 3, 1, 1]);
  });

  test("stand in one order, by when their calls returned", () => {
    const wire = new Wire();
    const [early, late] = [send(3, "1"), send(3, "2")];
    wire.add([{ ...early, start: 10, end: 11 }], { program: 1, origin: 1000 });
    wire.add([{ ...late, start: 1, end: 2 }], { program: 2, origin: 1005 });
    expect(wire.head.map(({ program, start }) => [program, start])).toEqual([
      [2, 6],
      [1, 10],
    ]);
  });

  test("have each conversation once in a capture", () => {
    const wire = new Wire();
    wire.add(dialog(3, "198.18.0.10:80"), client);
    wire.add(opened(3, "198.18.0.10:80"), server);
    expect(tshark(wire, "-q", "-z", "conv,tcp").match(/198\.18\.0\.10:80/g)).toHaveLength(2);
  });
});
