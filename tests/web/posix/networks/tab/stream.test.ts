// SPDX-License-Identifier: MIT

import { expect, it } from "vitest";
import type { Endpoint } from "../../../../../web/posix/networks/network.ts";
import { TabStream, WINDOW } from "../../../../../web/posix/networks/tab/stream.ts";
import { ScriptedPlatform, text } from "../../platform.ts";
import { channel } from "./ports.ts";

const [near, far]: Endpoint[] = [40000, 80].map((port) => ({
  family: "inet",
  address: "127.0.0.1",
  port,
})) as Endpoint[];

let platform: ScriptedPlatform;

function pair(): [TabStream, TabStream] {
  const [one, other] = channel();
  platform = new ScriptedPlatform();
  const after = platform.after.bind(platform);
  return [
    new TabStream(one, { local: near as Endpoint, peer: far as Endpoint, after }),
    new TabStream(other, { local: far as Endpoint, peer: near as Endpoint, after }),
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

it("ends where a stopped program had read all that was sent, and resets where it had not", () => {
  const [client, server] = pair();
  client.send(text("read"));
  readAll(server);
  platform.advance(20);
  client.peerGone();
  expect([client.state, client.ended]).toEqual(["open", false]);
  platform.advance(50);
  expect([client.state, client.ended]).toEqual(["open", true]);
  const [other] = pair();
  other.send(text("unread"));
  other.peerGone();
  platform.advance(50);
  expect([other.state, other.error]).toEqual(["dead", "ECONNRESET"]);
});

it("waits for what a stopped program had sent before its end", () => {
  const [client, server] = pair();
  client.peerGone();
  server.send(text("late"));
  platform.advance(50);
  expect([readAll(client), client.ended]).toEqual(["late", false]);
  platform.advance(50);
  expect(client.ended).toBe(true);
});

it("tells what it has read with its next bytes, and by itself after a pause", () => {
  const [client, server] = pair();
  client.send(text("ping"));
  readAll(server);
  expect(client.space).toBe(WINDOW - 4);
  server.send(text("pong"));
  expect(client.space).toBe(WINDOW);
  readAll(client);
  expect(server.space).toBe(WINDOW - 4);
  platform.advance(10);
  expect(server.space).toBe(WINDOW);
});

it("over AF_UNIX breaks the pipe at once", async () => {
  const [one, other] = channel();
  const nameless = { family: "unix" as const, path: "" };
  const scripted = new ScriptedPlatform();
  const after = scripted.after.bind(scripted);
  const [client, server] = [one, other].map((port) => new TabStream(port, { local: nameless, peer: nameless, after }));
  await server?.close();
  expect([client?.state, client?.error, client?.ended, client?.space]).toEqual(["dead", null, true, 0]);
});
