// SPDX-License-Identifier: MIT
// tunnel.mjs BROWSER NATIVE WASM: UDP hosts, listening at the gateway, and options, natively and through the gateway.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { WebSocketServer } from "ws";
import { launch } from "../browser/launch.mjs";
import { runTests } from "../browser/run_tests.mjs";
import { harness, openHarness, runWasm } from "../browser/run_wasm.mjs";
import { freePort, startGateway, startServer } from "../browser/servers.mjs";

const [browserName, native, wasm] = process.argv.slice(2);
const base64 = readFileSync(wasm).toString("base64");

/** An echo host over UDP. */
async function startEcho() {
  const socket = createSocket("udp4");
  socket.on("message", (bytes, from) => socket.send(bytes, from.port, from.address));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { port: socket.address().port, stop: () => socket.close() };
}

/** The byte at each place is the place modulo 251. */
const PATTERN = Buffer.from(Uint8Array.from({ length: 251 * 4096 }, (_, index) => index % 251));

/** Sends so many bytes of the pattern to whoever connects, and counts what its system took. */
async function startSource(size) {
  const sockets = [];
  const source = { sent: 0 };
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {});
    let place = 0;
    const more = () => {
      while (place < size) {
        const at = place % 251;
        const piece = PATTERN.subarray(at, at + Math.min(65536, size - place));
        place += piece.length;
        source.sent += piece.length;
        if (!socket.write(piece)) return;
      }
      socket.end();
    };
    socket.on("drain", more);
    more();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  source.port = server.address().port;
  source.stop = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return source;
}

/** As a websockify before a host without end; the stock one would take all that the host sends, whoever reads. */
async function startPlainProxy() {
  const http = createHttpServer().listen(0, "127.0.0.1");
  await once(http, "listening");
  const server = new WebSocketServer({ server: http, handleProtocols: () => "binary" });
  const proxy = { sent: 0, port: 80, url: `ws://127.0.0.1:${http.address().port}/` };
  server.on("connection", (socket) => {
    const more = () => {
      if (socket.readyState !== socket.OPEN) return;
      const at = proxy.sent % 251;
      proxy.sent += 65536;
      socket.send(PATTERN.subarray(at, at + 65536), more);
    };
    more();
  });
  proxy.stop = () => {
    for (const client of server.clients) client.terminate();
    http.close();
  };
  return proxy;
}

/** Reads to the end and says whether all of it was right. */
async function startSink() {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let place = 0;
    let right = true;
    socket.on("data", (bytes) => {
      for (let at = 0; at < bytes.length; ) {
        const from = (place + at) % 251;
        const part = bytes.subarray(at, at + PATTERN.length - 251);
        right &&= part.equals(PATTERN.subarray(from, from + part.length));
        at += part.length;
      }
      place += bytes.length;
    });
    socket.on("end", () => socket.end(`${place > 20_000_000 ? "all of it" : place}, ${right ? "right" : "wrong"}`));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: server.address().port, stop: () => server.close() };
}

/** A host whose queue is full: it answers nobody. */
async function startDeaf() {
  const script =
    "import socket, sys\nlistener = socket.create_server(('127.0.0.1', 0), backlog=0)\n" +
    "own = socket.create_connection(listener.getsockname())\n" +
    "print(listener.getsockname()[1], flush=True)\nsys.stdin.read()";
  const { match, stop } = await startServer("/usr/bin/python3", ["-c", script], { ready: /^(\d+)$/m });
  return { port: Number(match[1]), stop };
}

/** How many connects to a port of this machine have no answer yet. */
function attemptsAt(port) {
  const at = `0100007F:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const lines = readFileSync("/proc/net/tcp", "utf8").split("\n");
  return lines.map((line) => line.trim().split(/\s+/)).filter(([, , to, state]) => to === at && state === "02").length;
}

/** Milliseconds until a condition holds, which must not take long. */
async function soon(what, holds) {
  const begin = performance.now();
  while (!holds()) {
    assert.ok(performance.now() < begin + 2000, what);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - begin;
}

const SIZE = 40_000_000;
const deaf = await startDeaf();
const [source, sink, endless] = [await startSource(SIZE), await startSink(), await startSource(1e10)];
const echo = await startEcho();
const silent = createServer(() => {}).listen(0, "127.0.0.1");
await once(silent, "listening");
const tcp = silent.address().port;
const [closed, granted, other] = [await freePort(), await freePort(), await freePort()];
const alias = (name, port) => `"${name}.lab.internal:${port}" = ${port}\n`;
const policy =
  `[listen]\nports = [${granted}]\npublic = "porthole.example"\n` +
  `[aliases]\n${alias("echo", echo.port)}${alias("closed", closed)}${alias("tcp", tcp)}${alias("deaf", deaf.port)}` +
  [source, sink, endless].map(({ port }) => alias("host", port)).join("");
const gateway = await startGateway({ site: harness, policy });
const plain = await startGateway({ site: harness, policy: "[allow]\nudp = false\n" });
const browser = await launch(browserName);

/** What systems and browsers hold of a stream between a host and a program that does not read. */
const MOST_AHEAD = 24_000_000;

/** Resident bytes of a process. */
const memoryOf = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) * 1024;

const inPage = (page, args, more = {}) =>
  runWasm(page, { base64, args, gateway: { gateway: gateway.tunnel, kind: "porthole" }, timeout: 30_000, ...more });
const natively = async (args) => (await promisify(execFile)(native, args, { timeout: 20_000 })).stdout;

/** The same natively, where the host is this machine, and in the page, where it is an alias. */
async function same(page, what, host, port, expected) {
  const result = await inPage(page, [what, `${host}.lab.internal`, String(port)]);
  assert.deepEqual(result.notices, []);
  assert.equal(result.stdout, await natively([what, "127.0.0.1", String(port)]));
  assert.equal(result.code, 0);
  if (expected) assert.equal(result.stdout, expected);
}

/** Two clients and two datagrams, once the program serves: what came back, and where they came from. */
async function visit(port) {
  const seen = [];
  for (let index = 0; index < 2; index++) {
    const client = connect(port, "127.0.0.1");
    await once(client, "connect");
    const from = client.localPort;
    client.end(`hello ${index}`);
    seen.push({ from, back: await text(client) });
  }
  for (let index = 0; index < 2; index++) {
    const socket = createSocket("udp4");
    socket.send(`datagram ${index}`, port, "127.0.0.1");
    const [bytes] = await once(socket, "message", { signal: AbortSignal.timeout(5000) });
    seen.push({ from: socket.address().port, back: String(bytes) });
    socket.close();
  }
  return seen;
}

function said(seen) {
  const [one, two, three, four] = seen.map(({ from }) => from);
  return (
    `bind: ok\nbind: ok\nlisten: ok\nclient 1 from 127.0.0.1 port ${one}\nclient 1: the end\n` +
    `client 2 from 127.0.0.1 port ${two}\nclient 2: the end\n` +
    `datagram 1 from 127.0.0.1 port ${three}: datagram 0\ndatagram 2 from 127.0.0.1 port ${four}: datagram 1\n`
  );
}

/** A program that sleeps over a host's endless stream: what the host has sent by then stays within bounds. */
async function heldBack(page, source, more = {}) {
  const running = inPage(page, ["sleeps", "host.lab.internal", String(source.port)], more);
  await page.waitForFunction("window.shown?.text.length > 0", { polling: 50, timeout: 20_000 });
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const before = source.sent;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.equal(source.sent, before);
  assert.ok(before < 20_000_000 + MOST_AHEAD, `it sent ${before} bytes`);
  assert.equal((await running).stdout, "read\nread\n");
}

const tests = {
  "sends datagrams to a host and receives them": (page) => same(page, "echoes", "echo", echo.port),
  "is told that nobody has a port": (page) => same(page, "refused", "closed", closed),
  "reads the options of the real socket": (page) => same(page, "options", "tcp", tcp),

  async "gets every byte of bulk, by both ways down"(page) {
    await same(page, "downloads", "host", source.port, `${SIZE} bytes, the end\n`.repeat(2));
    if (browserName !== "chromium") return; // Firefox has no use for the second way
    await new Promise((resolve) => setTimeout(resolve, 300));
    const [, bytes] = /the body ended after (\d+) bytes/.exec(gateway.log()) ?? [];
    assert.ok(Number(bytes) > SIZE, `${bytes} bytes came in the body`);
  },
  "sends every byte of bulk, and leaves the memory it sends from": (page) =>
    same(page, "uploads", "host", sink.port, "ok: all of it, right, memory as it was\n"),

  async "a host is held back while the program sleeps"(page) {
    await heldBack(page, endless);
    assert.ok(memoryOf(gateway.child.pid) < 120e6, `the gateway has ${memoryOf(gateway.child.pid)} bytes`);
  },

  async "an attempt to connect ends at the gateway when the program gives it up"(page) {
    const running = inPage(page, ["gives-up", "deaf.lab.internal", String(deaf.port)]);
    await soon("the attempt", () => attemptsAt(deaf.port) === 1);
    await page.waitForFunction("window.shown?.text.includes('closed')", { polling: 10, timeout: 20_000 });
    await soon("its end", () => attemptsAt(deaf.port) === 0);
    assert.equal((await running).stdout, "connect: Operation now in progress\npoll: 0\nclosed\n");
  },

  async "an attempt to connect ends at the gateway when the program is stopped"(page) {
    const running = inPage(page, ["waits", "deaf.lab.internal", String(deaf.port)], { stopAfter: 1500 });
    await soon("the attempt", () => attemptsAt(deaf.port) === 1);
    assert.equal((await running).signal, "SIGKILL");
    await soon("its end", () => attemptsAt(deaf.port) === 0);
  },

  async "serves clients from outside, natively"() {
    const child = spawn(native, ["serves", String(granted)], { stdio: ["ignore", "pipe", "inherit"] });
    const output = text(child.stdout);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const seen = await visit(granted);
    assert.equal(await output, said(seen));
  },

  async "serves clients from outside, in the page"(page) {
    const running = inPage(page, ["serves", String(granted)]);
    await page.waitForFunction("window.noticed?.length > 0", { polling: 50, timeout: 20_000 });
    const seen = await visit(granted);
    const result = await running;
    assert.equal(result.stdout, said(seen));
    assert.deepEqual(
      seen.map(({ back }) => back),
      ["hello 0", "hello 1", "datagram 0", "datagram 1"],
    );
    assert.deepEqual(result.notices, [`Others reach this program at porthole.example:${granted}.`]);
  },

  async "listens in the tab alone where the gateway does not grant the port"(page) {
    const result = await inPage(page, ["serves", String(other)], { stopAfter: 1000 });
    assert.equal(result.stdout, "bind: ok\nbind: ok\nlisten: ok\n");
    assert.deepEqual(result.notices, []);
    await assert.rejects(once(connect(other, "127.0.0.1"), "connect"), /ECONNREFUSED/);
  },

  async "a stopped program listens no more"(page) {
    const result = await inPage(page, ["serves", String(granted)], { stopAfter: 1000 });
    assert.equal(result.signal, "SIGKILL");
    // The gateway hears of it a moment later.
    const refused = () =>
      new Promise((resolve) => {
        const socket = connect(granted, "127.0.0.1");
        socket.on("connect", () => socket.destroy()).on("error", ({ code }) => resolve(code === "ECONNREFUSED"));
        socket.on("close", () => resolve(false));
      });
    const end = performance.now() + 2000;
    while (!(await refused())) assert.ok(performance.now() < end, "it listens still");
  },

  // Where the browser has WebSocketStream: Firefox takes all that such a proxy sends.
  ...(browserName === "chromium" && {
    async "a proxy of websockify's kind is held back, too"(page) {
      const proxy = await startPlainProxy();
      await heldBack(page, proxy, { gateway: { gateway: proxy.url, kind: "websockify", fixed: "host" } });
      proxy.stop();
    },
  }),

  async "a gateway without UDP says so"() {
    const page = await openHarness(browser, plain.url);
    const gatewayHere = { gateway: plain.tunnel, kind: "porthole" };
    const result = await inPage(page, ["refused", "192.0.2.1", "7"], { gateway: gatewayHere, stopAfter: 2000 });
    assert.equal(result.stdout.split("\n")[0], "connect: Permission denied");
    await page.close();
  },
};

try {
  const page = await openHarness(browser, gateway.url);
  await runTests(tests, browserName, (test) => test(page));
} finally {
  await browser.close();
  await Promise.all([gateway.stop(), plain.stop()]);
  silent.close();
  for (const host of [echo, source, sink, endless, deaf]) await host.stop();
}
