// SPDX-License-Identifier: MIT
// tunnel.mjs BROWSER NATIVE WASM: UDP hosts, listening at the gateway, and options, natively and through the gateway.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { launch } from "../browser/launch.mjs";
import { runTests } from "../browser/run_tests.mjs";
import { harness, openHarness, runWasm } from "../browser/run_wasm.mjs";
import { freePort, startGateway } from "../browser/servers.mjs";

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

const echo = await startEcho();
const silent = createServer(() => {}).listen(0, "127.0.0.1");
await once(silent, "listening");
const tcp = silent.address().port;
const [closed, granted, other] = [await freePort(), await freePort(), await freePort()];
const alias = (name, port) => `"${name}.lab.internal:${port}" = ${port}\n`;
const policy =
  `[listen]\nports = [${granted}]\npublic = "porthole.example"\n` +
  `[aliases]\n${alias("echo", echo.port)}${alias("closed", closed)}${alias("tcp", tcp)}`;
const gateway = await startGateway({ site: harness, policy });
const plain = await startGateway({ site: harness, policy: "[allow]\nudp = false\n" });
const browser = await launch(browserName);

const inPage = (page, args, more = {}) =>
  runWasm(page, { base64, args, gateway: { gateway: gateway.tunnel, kind: "porthole" }, timeout: 30_000, ...more });
const natively = async (args) => (await promisify(execFile)(native, args, { timeout: 20_000 })).stdout;

/** The same natively, where the host is this machine, and in the page, where it is an alias. */
async function same(page, what, host, port) {
  const result = await inPage(page, [what, `${host}.lab.internal`, String(port)]);
  assert.deepEqual(result.notices, []);
  assert.equal(result.stdout, await natively([what, "127.0.0.1", String(port)]));
  assert.equal(result.code, 0);
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

const tests = {
  "sends datagrams to a host and receives them": (page) => same(page, "echoes", "echo", echo.port),
  "is told that nobody has a port": (page) => same(page, "refused", "closed", closed),
  "reads the options of the real socket": (page) => same(page, "options", "tcp", tcp),

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
  echo.stop();
}
