// SPDX-License-Identifier: MIT

import { beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../../../../web/posix/networks/network.ts";
import { Tunnel } from "../../../../../web/posix/networks/tunnel/tunnel.ts";
import type { Body } from "../../../../../web/posix/platform.ts";
import { ScriptedBody, type ScriptedChannel, ScriptedPlatform, settled } from "../../platform.ts";

const HOST = { family: "inet", address: "192.0.2.7", port: 80 } as const;
const BULK = 1 << 20;
const HELLO = { type: "hello", version: 1, credit: 1000, limits: {}, features: ["down"], down: "the key" };

let platform: ScriptedPlatform;
let tunnel: Tunnel;
let channel: ScriptedChannel;

beforeEach(() => {
  platform = new ScriptedPlatform();
  tunnel = new Tunnel(platform, "ws://gate.test/tunnel", () => {});
  channel = platform.channels[0] as ScriptedChannel;
  channel.onopen?.();
  channel.tell(HELLO);
});

/** A connection that has got so many bytes by the link, all of them read. */
async function open(socket: number, bytes = BULK): Promise<Connection> {
  const connection = tunnel.connect(HOST);
  channel.tell({ type: "connected", socket, local: { address: "10.0.0.2", port: 4000 + socket } });
  const frame = new Uint8Array(4 + bytes);
  frame[0] = socket;
  channel.onmessage?.({ data: frame.buffer });
  connection.inbox.drop();
  await settled();
  return connection;
}

/** What has come since, as numbers. */
function read(connection: Connection): number[] {
  const bytes = new Uint8Array(connection.inbox.size);
  connection.inbox.take(bytes);
  return [...bytes];
}

const diverts = () => channel.control.filter(({ type }) => type === "divert").map(({ socket }) => socket);
const body = () => platform.bodies.at(-1) as ScriptedBody;

describe("the second way down", () => {
  it("is opened with the link's key when a socket has got much", async () => {
    await open(2, BULK - 1);
    expect(platform.bodies).toHaveLength(0);
    channel.bytes(2, Uint8Array.of(1));
    await settled();
    expect(body().place).toBe("down beside ws://gate.test/tunnel");
    expect(body().content).toBe("the key");
    expect(diverts()).toEqual([2]);
    await open(4);
    expect(platform.bodies).toHaveLength(1);
    expect(diverts()).toEqual([2, 4]);
  });

  it("carries on where the link left off, whichever the page hears of first", async () => {
    const connection = await open(2);
    body().bytes(2, Uint8Array.of(3, 4, 5));
    await settled();
    channel.bytes(2, Uint8Array.of(1, 2));
    expect(read(connection)).toEqual([1, 2]);
    channel.tell({ type: "diverted", socket: 2 });
    expect(read(connection)).toEqual([3, 4, 5]);
    body().bytes(2, Uint8Array.of(6));
    await settled();
    expect(read(connection)).toEqual([6]);
  });

  it.each([1, 2, 7, 8, 9, 100])("takes pieces that come %i bytes at a time", async (cut) => {
    const two = await open(2);
    const four = await open(4);
    for (const socket of [2, 4]) channel.tell({ type: "diverted", socket });
    const numbers = Array.from({ length: 20 }, (_, index) => index);
    body().bytes(2, Uint8Array.from(numbers), cut);
    body().bytes(4, Uint8Array.of(9), cut);
    body().bytes(2, Uint8Array.of(20), cut);
    await settled();
    expect(read(two)).toEqual([...numbers, 20]);
    expect(read(four)).toEqual([9]);
  });

  it("has room for more than the link, and gives credit accordingly", async () => {
    const connection = await open(2);
    const credits = () => channel.control.filter(({ type }) => type === "credit").map(({ bytes }) => bytes);
    channel.tell({ type: "diverted", socket: 2 });
    expect(credits()).toEqual([3 * BULK]);
    connection.consumed(BULK - 1);
    expect(credits()).toHaveLength(1);
    connection.consumed(1);
    expect(credits()).toEqual([3 * BULK, BULK]);
  });

  it("carries so many sockets and leaves the others on the link", async () => {
    for (let socket = 2; socket <= 40; socket += 2) await open(socket);
    expect(diverts()).toHaveLength(16);
    channel.tell({ type: "closed", socket: 2 });
    const frame = new Uint8Array(4 + BULK);
    frame[0] = 40;
    channel.onmessage?.({ data: frame.buffer });
    await settled();
    expect(diverts()).toHaveLength(17);
  });

  it("delivers what comes before an end or a reset first", async () => {
    const two = await open(2);
    const four = await open(4);
    for (const socket of [2, 4]) channel.tell({ type: "diverted", socket });
    channel.tell({ type: "eof", socket: 2, bytes: BULK + 2 });
    channel.tell({ type: "reset", socket: 4, error: "ECONNRESET", bytes: BULK + 1 });
    expect(two.ended).toBe(false);
    expect(four.state).toBe("open");
    body().bytes(2, Uint8Array.of(1));
    body().bytes(4, Uint8Array.of(1));
    await settled();
    expect(two.ended).toBe(false);
    expect(four.state).toBe("dead");
    expect(four.error).toBe("ECONNRESET");
    body().bytes(2, Uint8Array.of(2));
    await settled();
    expect(two.ended).toBe(true);
    expect(read(two)).toEqual([1, 2]);
  });

  it("takes its sockets along when it breaks, and no others", async () => {
    const two = await open(2);
    channel.tell({ type: "diverted", socket: 2 });
    const four = await open(4, 1);
    body().end();
    await settled();
    expect(two.error).toBe("ECONNRESET");
    expect(four.state).toBe("open");
  });

  it("leaves on the link what was not moved yet when it breaks", async () => {
    const connection = await open(2);
    body().end();
    await settled();
    channel.bytes(2, Uint8Array.of(1));
    expect([connection.state, read(connection)]).toEqual(["open", [1]]);
    channel.tell({ type: "eof", socket: 2 });
    expect([connection.ended, connection.error]).toEqual([true, null]);
  });

  it("takes along what the gateway had moved without the page's knowing when it broke", async () => {
    const connection = await open(2);
    body().bytes(2, Uint8Array.of(1));
    body().end();
    await settled();
    channel.tell({ type: "diverted", socket: 2 });
    channel.tell({ type: "reset", socket: 2, error: "ECONNRESET", bytes: BULK + 1 });
    expect([connection.state, connection.error, read(connection)]).toEqual(["dead", "ECONNRESET", []]);
  });

  it("that breaks before the gateway is asked is asked for again", async () => {
    platform.openBody = async () => ({ read: async () => null, close: () => {} });
    const connection = await open(2);
    expect([connection.state, diverts()]).toEqual(["open", []]);
  });

  it("is asked for again after as much more where there was none", async () => {
    platform.hasBodies = false;
    await open(2);
    platform.hasBodies = true;
    const more = (size: number) => {
      const frame = new Uint8Array(4 + size);
      frame[0] = 2;
      channel.onmessage?.({ data: frame.buffer });
      return settled();
    };
    await more(BULK - 1);
    expect(diverts()).toEqual([]);
    await more(1);
    expect(diverts()).toEqual([2]);
  });

  it("keeps no more of what the network brought than twice what is to be read", async () => {
    const two = await open(2);
    const four = await open(4);
    for (const socket of [2, 4]) channel.tell({ type: "diverted", socket });
    const pieces = (socket: number, size: number) => {
      const piece = new Uint8Array(8 + size);
      piece.set([socket, 0, 0, 0, size & 255, size >> 8]);
      return [...piece];
    };
    body().push(Uint8Array.from([...pieces(2, 2000), ...pieces(4, 60_000)]));
    await settled();
    const kept = (connection: Connection) =>
      (connection.inbox as unknown as { pieces: Uint8Array[] }).pieces.map(({ buffer }) => buffer.byteLength);
    expect([kept(two), kept(four)]).toEqual([[2000], [62_016]]);
  });

  it("is not needed", async () => {
    platform.hasBodies = false;
    const connection = await open(2);
    expect(diverts()).toEqual([]);
    channel.bytes(2, Uint8Array.of(1));
    channel.tell({ type: "eof", socket: 2 });
    expect(read(connection)).toEqual([1]);
    expect(connection.ended).toBe(true);
    // The next one asks again.
    platform.hasBodies = true;
    await open(4);
    expect(diverts()).toEqual([4]);
  });

  it("is let go a while after its last socket, and opened again", async () => {
    const connection = await open(2);
    channel.tell({ type: "diverted", socket: 2 });
    void connection.close();
    channel.tell({ type: "closed", socket: 2 });
    platform.advance(1000);
    await settled();
    expect(body().closed).toBe(false);
    platform.advance(2000);
    await settled();
    expect(body().closed).toBe(true);
    const next = await open(4);
    expect(platform.bodies).toHaveLength(2);
    channel.tell({ type: "diverted", socket: 4 });
    body().bytes(4, Uint8Array.of(7));
    await settled();
    expect(read(next)).toEqual([7]);
    expect(next.state).toBe("open");
  });

  it("is kept for as long after its last socket, also where there was a last one before", async () => {
    for (const socket of [2, 4]) {
      const connection = await open(socket);
      void connection.close();
      channel.tell({ type: "closed", socket });
      platform.advance(1500);
    }
    await settled();
    expect(body().closed).toBe(false);
    platform.advance(500);
    await settled();
    expect([body().closed, platform.bodies.length]).toEqual([true, 1]);
  });

  it("that opens when nobody waits for it any more is closed, and given up before", async () => {
    let give: (body: Body | null) => void = () => {};
    let givenUp = 0;
    platform.openBody = (_channel, _name, _content, given) => {
      given.subscribe(() => givenUp++);
      return new Promise((resolve) => {
        give = resolve;
      });
    };
    await open(2);
    expect(givenUp).toBe(0);
    void tunnel.finish();
    expect(givenUp).toBe(1);
    const late = new ScriptedBody("down", "the key");
    give(late);
    await settled();
    expect(late.closed).toBe(true);
    expect(diverts()).toEqual([]);
  });

  it("ends with the link", async () => {
    await open(2);
    channel.onclose?.({ code: 1006, reason: "" });
    await settled();
    expect(body().closed).toBe(true);
  });
});
