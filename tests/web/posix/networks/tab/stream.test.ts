// SPDX-License-Identifier: MIT

import { expect, it } from "vitest";
import type { Endpoint } from "../../../../../web/posix/networks/network.ts";
import { TabStream, WINDOW } from "../../../../../web/posix/networks/tab/stream.ts";
import { text } from "../../platform.ts";
import { channel } from "./ports.ts";

const [near, far]: Endpoint[] = [40000, 80].map((port) => ({
  family: "inet",
  address: "127.0.0.1",
  port,
})) as Endpoint[];

function pair(): [TabStream, TabStream] {
  const [one, other] = channel();
  return [
    new TabStream(one, near as Endpoint, far as Endpoint),
    new TabStream(other, far as Endpoint, near as Endpoint),
  ];
}

function readAll(stream: TabStream): string {
  const to = new Uint8Array(stream.inbox.size);
  stream.inbox.take(to);
  stream.consumed(to.length);
  return new TextDecoder().decode(to);
}

it("carries bytes both ways, and leaves the sender's as they were", () => {
  const [client, server] = pair();
  const bytes = text("hello");
  expect(client.send(bytes)).toBe(5);
  expect(bytes.length).toBe(5);
  server.send(text("welcome"));
  expect([readAll(server), readAll(client)]).toEqual(["hello", "welcome"]);
  expect([client.local, client.peer, server.peer]).toEqual([near, far, near]);
});

it("holds the sender back until the receiver has read", () => {
  const [client, server] = pair();
  expect(client.send(new Uint8Array(2 * WINDOW))).toBe(WINDOW);
  expect([client.space, client.send(text("x"))]).toEqual([0, 0]);
  let woken = 0;
  client.changed.subscribe(() => woken++);
  readAll(server);
  expect([woken, client.space]).toEqual([1, WINDOW]);
});

it("ends one direction and goes on in the other", () => {
  const [client, server] = pair();
  client.send(text("last"));
  client.shutdown();
  expect(client.space).toBe(0);
  expect([readAll(server), server.ended, server.state]).toEqual(["last", true, "open"]);
  server.send(text("still here"));
  expect(readAll(client)).toBe("still here");
});

it("ends in order where all was read; the next send is taken, the one after it is a broken pipe", async () => {
  const [client, server] = pair();
  await server.close();
  expect([client.ended, client.state, client.error]).toEqual([true, "open", null]);
  expect(client.send(text("too late"))).toBe(8);
  expect([client.state, client.error]).toEqual(["dead", "EPIPE"]);
});

it("resets where something was left unread", async () => {
  const [client, server] = pair();
  client.send(text("unread"));
  await server.close();
  expect([client.state, client.error]).toEqual(["dead", "ECONNRESET"]);
});

it("ends where a stopped program had read all, and resets where it had not", () => {
  const [calm] = pair();
  calm.peerGone();
  expect([calm.state, calm.ended]).toEqual(["open", true]);
  const [busy] = pair();
  busy.send(new Uint8Array(WINDOW));
  busy.peerGone();
  expect([busy.state, busy.error]).toEqual(["dead", "ECONNRESET"]);
});
