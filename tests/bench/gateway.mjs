// SPDX-License-Identifier: MIT
// The gateway against what else carries a page's TCP, side by side, round by round in turn, from a page.
// usage: gateway.mjs [ROUNDS [MB [only,these,parts]]], with BENCH_SIDES=direct,porthole,link,stock,relay,wisp to compare some of
// them, BENCH_BROWSER=firefox for the other browser. Builds what it needs, prints tables, writes build/bench/gateway.json.

import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import puppeteer from "puppeteer-core";
import WebSocket from "ws";
import { toolchain } from "../../src/setup/toolchain.mjs";
import { launch } from "../browser/launch.mjs";
import { harness } from "../browser/run_wasm.mjs";
import { inBuild, root, startGateway, startServer, startWebsockify } from "../browser/servers.mjs";

const rounds = Number(process.argv[2] ?? 5);
const BYTES = Number(process.argv[3] ?? 200) * 1_000_000;
const parts = (process.argv[4] ?? "down,up,frames,pieces,trips,opening,held,idle").split(",");
const here = (name) => fileURLToPath(new URL(`gateway/${name}`, import.meta.url));
const run = promisify(execFile);

// What stands around.

const { env } = await toolchain();
execFileSync("cmake", ["--build", inBuild("wasm"), "--target", "bench_client"], {
  stdio: "inherit",
  env: { ...process.env, ...env },
});
mkdirSync(inBuild("bench"), { recursive: true });
// Without sanitizers: the same C, by the same compiler, for speed.
const [hostProgram, nativeClient] = ["host", "client"].map((name) => {
  const program = inBuild("bench", `gateway-${name}`);
  execFileSync("clang-19", ["-O2", "-pthread", "-o", program, here(`${name}.c`)]);
  return program;
});
const base64 = readFileSync(inBuild("wasm/tests/bench/bench_client.wasm")).toString("base64");

const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
};
/** What the page is to do next, when it asks; and who waits for its answer. */
const tasks = { asked: undefined, waiting: undefined, done: undefined };

function hand() {
  if (!tasks.asked || !tasks.waiting) return;
  tasks.asked.end(JSON.stringify(tasks.waiting));
  tasks.asked = tasks.waiting = undefined;
}

/** Has the page do something: nobody is attached to it meanwhile, as a debugger would cost most of the throughput. */
function inPage(task) {
  return new Promise((resolve, reject) => {
    tasks.waiting = task;
    tasks.done = ({ numbers, error }) => (error ? reject(new Error(error)) : resolve(numbers));
    hand();
  });
}

/** The harness and the workers, isolated, so that the page's clock has a grain of 5 us. */
const own = {
  "/page.js": here("page.js"),
  "/driver.js": here("driver.js"),
  "/wisp-client.mjs": join(root, "node_modules/@mercuryworkshop/wisp-js/dist/wisp-client.mjs"),
};
const site = createServer(async (request, response) => {
  const path = new URL(request.url, "http://x").pathname.replace(/\/$/, "/index.html");
  if (path === "/task") {
    tasks.asked = response;
    hand();
    return;
  }
  if (path === "/answer") {
    tasks.done(JSON.parse(await text(request)));
    response.end();
    return;
  }
  try {
    let bytes = readFileSync(own[path] ?? join(harness, path));
    if (path === "/index.html") {
      // This page is not the gateway's own, as that one is: it may fetch from there all the same.
      const text = String(bytes).replace("ws: wss:", "ws: wss: http:");
      bytes = `${text}<script type="module" src="/driver.js"></script>`;
    }
    response.writeHead(200, {
      "content-type": types[extname(path)] ?? "application/octet-stream",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-resource-policy": "same-origin",
    });
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}).listen(0, "127.0.0.1");
site.requestTimeout = 0;
await new Promise((resolve) => site.once("listening", resolve));
const siteUrl = `http://127.0.0.1:${site.address().port}`;

const host = await startServer(hostProgram, [], { ready: /port (\d+)/ });
const port = Number(host.match[1]);
const ALIAS = "198.18.1.1"; // 127.0.0.1 is the tab itself
const policy = `origins = ["${siteUrl}"]\n[aliases]\n"host.lab.internal:${port}" = ${port}\n[allow]\nnetworks = ["127.0.0.0/8"]\n[limits]\nlinks = 2000\nsockets = 2000\n`;
const relay = (kind) => startServer("node", [here("relays.mjs"), kind, String(port)], { ready: /port (\d+)/ });
const servers = {
  direct: await relay("direct"),
  porthole: await startGateway({ site: harness, policy }),
  stock: await startWebsockify({ target: `127.0.0.1:${port}` }),
  relay: await relay("relay"),
  wisp: await relay("wisp"),
};
const urls = {
  direct: `ws://127.0.0.1:${servers.direct.match[1]}/`,
  porthole: servers.porthole.tunnel,
  link: servers.porthole.tunnel,
  stock: servers.stock.url,
  relay: `ws://127.0.0.1:${servers.relay.match[1]}/`,
  wisp: `ws://127.0.0.1:${servers.wisp.match[1]}/`,
};
const sides = process.env.BENCH_SIDES?.split(",") ?? ["direct", "porthole", "stock", "relay", "wisp"];
const names = {
  direct: "direct ws",
  porthole: "gateway",
  link: "gateway, link by hand",
  stock: "stock websockify",
  relay: "Node ws relay",
  wisp: "wisp-js",
};

// Processes: a server and its children.

function family(pid) {
  const parents = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {}
  }
  const found = [pid];
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child);
  return found;
}

/** CPU seconds, those of children that have ended included. */
function cpu(pid) {
  let ticks = 0;
  for (const one of family(pid)) {
    try {
      const stat = readFileSync(`/proc/${one}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      for (const index of [11, 12, 13, 14]) ticks += Number(fields[index]);
    } catch {}
  }
  return ticks / 100;
}

/** Proportional memory in bytes. */
function memory(pid) {
  let total = 0;
  for (const one of family(pid)) {
    try {
      total += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one}/smaps_rollup`, "utf8"))[1]) * 1024;
    } catch {}
  }
  return total;
}

// Measuring.

const results = {};
const note = (part, side, value) => {
  results[part] ??= {};
  results[part][side] ??= [];
  results[part][side].push(value);
};
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

// Chromium's debugger is gone while it measures; Firefox's costs nothing that was seen.
const kind = process.env.BENCH_BROWSER ?? "chromium";
let browser = await launch(kind);
const page = await browser.newPage();
await page.goto(`${siteUrl}/`);
const endpoint = browser.wsEndpoint();
const browserPid = browser.process().pid;
if (kind === "chromium") await browser.disconnect();

/** One verb on one side: the numbers it gives. */
async function measure(side, verb, count, piece = 65536) {
  if (side === "native")
    return (await run(nativeClient, [verb, "127.0.0.1", port, count, piece].map(String))).stdout
      .trim()
      .split(" ")
      .map(Number);
  if (side === "porthole") {
    const args = [verb, ALIAS, port, count, piece].map(String);
    const gateway = { gateway: urls.porthole, kind: "porthole" };
    return inPage({ program: { base64, args, gateway, timeout: 120_000 } });
  }
  return inPage({ worker: { verb, kind: side, url: urls[side], port, count, piece } });
}

const proxyOf = { porthole: "porthole", link: "porthole", stock: "stock", relay: "relay", wisp: "wisp" };

/** One verb on every side in turn, in another order each round; what is noted is made of the numbers. */
async function interleaved(part, who, verb, count, piece, value, withCpu) {
  const order = [...who];
  for (let round = 0; round < rounds; round++) {
    order.push(order.shift());
    for (const side of order) {
      const server = servers[proxyOf[side]];
      const before = server && cpu(server.child.pid);
      process.stderr.write(`${part}, round ${round + 1}: ${names[side] ?? side}\n`);
      const numbers = await measure(side, verb, count, piece);
      for (const [name, number] of Object.entries(value(numbers))) note(`${part}${name}`, side, number);
      if (withCpu && server)
        note(`${part}, proxy's CPU s per GB`, side, (cpu(server.child.pid) - before) / (count / 1e9));
    }
  }
}

const rate =
  (bytes) =>
  ([seconds]) => ({ ", MB/s": bytes / 1e6 / seconds });

if (parts.includes("down"))
  await interleaved("down", [...sides, "link", "native"], "down", BYTES, 65536, rate(BYTES), true);
if (parts.includes("up")) await interleaved("up", [...sides, "native"], "up", BYTES, 65536, rate(BYTES), true);
if (parts.includes("frames"))
  // Each side at its best: frames of 256 KiB, and as much a call.
  for (const verb of ["down", "up"])
    await interleaved(`${verb}, 256 KiB a frame or call`, ["direct", "porthole"], verb, BYTES, 262144, rate(BYTES));
if (parts.includes("pieces")) {
  const few = BYTES / 10;
  await interleaved("up, 1 KiB a send", ["direct", "porthole"], "up", few, 1024, rate(few));
  await interleaved("down, 1 KiB a recv", ["porthole"], "down", few, 1024, rate(few));
}
if (parts.includes("trips")) {
  const both = ([half, most]) => ({ " p50, us": half, " p99, us": most });
  await interleaved("64 bytes there and back,", [...sides, "native"], "ping", 3000, 0, both);
  await interleaved("the same beside bulk on the same link,", ["porthole", "wisp"], "mixed", BYTES, 65536, both);
}
if (parts.includes("opening")) {
  // The median has the link open already, where there is one; all together have its opening among them.
  const each =
    (count) =>
    ([seconds, half]) => ({ ...(half ? { " p50, us": half } : {}), ", a second": count / seconds });
  await interleaved("connect to first byte", [...sides, "link", "native"], "open", 300, 0, each(300));
  await interleaved("connect to first byte, eight at a time", ["porthole"], "many", 1000, 0, each(1000));
}
/** What a program holds back, and what page and gateway hold of it meanwhile; the host prints what it sent or got. */
async function held(part, verb, word) {
  const SECONDS = 5;
  const pids = { gateway: servers.porthole.child.pid, browser: browserPid };
  const before = Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, memory(pid)]));
  const heard = host.output().length;
  process.stderr.write(`${part}\n`);
  const done = measure("porthole", verb, 10_000_000_000, SECONDS);
  await sleep((SECONDS - 1) * 1000);
  for (const [name, pid] of Object.entries(pids))
    note(`${part}: MB more in the ${name}`, "porthole", (memory(pid) - before[name]) / 1e6);
  const [number] = await done;
  await sleep(500);
  const [, bytes] = new RegExp(`^${word} (\\d+)`, "m").exec(host.output().slice(heard));
  note(`${part}: MB that the sender got rid of`, "porthole", (verb === "stuffed" ? number : Number(bytes)) / 1e6);
}

if (parts.includes("held"))
  for (let round = 0; round < rounds; round++) {
    await held("10 GB for a program that sleeps", "asleep", "sent");
    await held("10 GB for a host that sleeps", "stuffed", "got");
  }
if (kind === "chromium") browser = await puppeteer.connect({ browserWSEndpoint: endpoint });
await browser.close();

// From a native client, without a browser.

/** A client of one kind of server, for tunnels that do nothing. */
const idleOpeners = {
  async porthole(tunnels) {
    const socket = new WebSocket(urls.porthole, ["porthole.v1"], { origin: siteUrl, perMessageDeflate: false });
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    socket.send(JSON.stringify({ type: "hello", version: 1, credit: 65536 }));
    let left = tunnels;
    const opened = new Promise((resolve) =>
      socket.on("message", (data, binary) => {
        if (!binary && String(data).includes('"connected"') && --left === 0) resolve();
      }),
    );
    for (let index = 1; index <= tunnels; index++)
      socket.send(JSON.stringify({ type: "connect", socket: 2 * index, family: "inet", address: "127.0.0.1", port }));
    await opened;
    return socket;
  },
  stock: (tunnels) => plain(urls.stock, tunnels),
  relay: (tunnels) => plain(urls.relay, tunnels),
};

async function plain(url) {
  const socket = new WebSocket(url, ["binary"], { perMessageDeflate: false });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return socket;
}

async function idle(side, links, tunnels) {
  const { pid } = servers[side].child;
  const before = [memory(pid), cpu(pid), family(pid).length];
  const start = performance.now();
  const open = [];
  for (let index = 0; index < links; index += 8)
    open.push(
      ...(await Promise.all(Array.from({ length: Math.min(8, links - index) }, () => idleOpeners[side](tunnels)))),
    );
  const seconds = (performance.now() - start) / 1000;
  await sleep(500);
  const all = links * tunnels;
  const what = `${links} link${links > 1 ? "s" : ""} with ${tunnels} tunnel${tunnels > 1 ? "s" : ""}`;
  note(`${what}: kB for each tunnel`, side, (memory(pid) - before[0]) / all / 1000);
  note(`${what}: CPU ms to open one`, side, ((cpu(pid) - before[1]) / all) * 1000);
  note(`${what}: opened a second`, side, all / seconds);
  note(`${what}: processes more`, side, family(pid).length - before[2]);
  for (const socket of open) socket.terminate();
  await sleep(1000);
}

if (parts.includes("idle")) {
  for (const side of ["porthole", "stock", "relay"]) for (const links of [200, 1000]) await idle(side, links, 1);
  await idle("porthole", 1, 1000);
}

for (const server of [...Object.values(servers), host]) await server.stop();
site.close();

// What was seen.

const shown = [...sides, "link", "native"].filter((side) => Object.values(results).some((row) => side in row));
console.log(`\nmedians of ${rounds} rounds of ${BYTES / 1e6} MB\n`);
console.log(`| | ${shown.map((side) => names[side] ?? "native TCP").join(" | ")} |`);
console.log(`|---|${"---|".repeat(shown.length)}`);
const round = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
for (const [part, row] of Object.entries(results)) {
  const cell = (side) => {
    if (!(side in row)) return "";
    const value = median(row[side]);
    const base = "direct" in row && side !== "direct" ? ` (${(value / median(row.direct)).toFixed(2)})` : "";
    return `${round(value)}${base}`;
  };
  console.log(`| ${part} | ${shown.map(cell).join(" | ")} |`);
}
const file = inBuild("bench", "gateway.json");
writeFileSync(file, JSON.stringify({ date: new Date().toISOString(), rounds, bytes: BYTES, results }, null, 1));
console.log(`\nall rounds: ${file}`);
process.exit();
