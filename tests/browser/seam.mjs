// SPDX-License-Identifier: MIT
// node seam.mjs BROWSER WASM_DIR: programs meet what no native program meets: Stop, a link that breaks, no gateway, a
// stock websockify, files that the page gives and takes, modules that are none.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "./launch.mjs";
import { runTests } from "./run_tests.mjs";
import { harness, openHarness, runWasm } from "./run_wasm.mjs";
import { aliases, freePort, startGateway, startPeers, startWebsockify } from "./servers.mjs";

const [browserName, wasmDir] = process.argv.slice(2);
const bytesOf = (name) => readFileSync(join(wasmDir, "browser", `${name}.wasm`)).toString("base64");
const programs = { dialog: bytesOf("dialog"), keeper: bytesOf("keeper"), faulty: bytesOf("faulty") };

const peers = await startPeers();
const gateway = await startGateway({ site: harness, policy: aliases(peers.ports) });
const browser = await launch(browserName);
const porthole = { gateway: gateway.tunnel, kind: "porthole" };
const lab = (name) => [`${name}.lab.internal`, String(peers.ports[name])];
const dialog = (args, more) => ({ base64: programs.dialog, gateway: porthole, timeout: 15_000, args, ...more });

const tests = {
  async "Stop ends a program that waits, at once"(page) {
    const result = await runWasm(page, dialog(lab("silent"), { stopAfter: 700 }));
    assert.equal(result.stdout, "connected\n");
    assert.deepEqual([result.code, result.signal], [null, "SIGKILL"]);
    assert.ok(result.milliseconds < 2500, `${result.milliseconds} ms`);
  },

  async "Stop ends a program that never waits"(page) {
    for (const how of ["spin", "print"]) {
      const result = await runWasm(page, { base64: programs.faulty, args: [how], gateway: porthole, stopAfter: 700 });
      assert.equal(result.signal, "SIGKILL");
      assert.ok(result.stdout.startsWith(how), result.stdout.slice(0, 100));
    }
  },

  async "Ctrl-C ends a program that waits, and one that prints without end"(page) {
    const waits = await runWasm(page, dialog(lab("silent"), { input: [{ after: "connected", text: "\x03" }] }));
    assert.deepEqual([waits.code, waits.signal], [130, "SIGINT"]);
    const input = [{ wait: 500, text: "\x03" }];
    const prints = await runWasm(page, { base64: programs.faulty, args: ["print"], gateway: porthole, input });
    assert.deepEqual([prints.code, prints.signal], [130, "SIGINT"]);
  },

  async "a link that is cut while a call waits resets it, and takes no new socket"() {
    const cut = await startGateway({ site: harness, policy: aliases(peers.ports) });
    const page = await openHarness(browser, cut.url); // a gateway serves pages of its own origin only
    const config = { gateway: cut.tunnel, kind: "porthole" };
    const running = runWasm(page, dialog(lab("silent"), { gateway: config }));
    await page.waitForFunction("window.shown?.text.includes('connected')", { polling: 50 });
    cut.child.kill("SIGKILL");
    const result = await running;
    await page.close();
    await cut.stop();
    assert.equal(
      result.stdout.split("recv: ")[1],
      "Connection reset by peer\nsilent.lab.internal: Temporary failure in name resolution\n",
    );
    assert.equal(result.code, 3);
    assert.match(result.notices.join(), /link to the gateway was lost/);
  },

  async "no gateway: hosts are unreachable, and the page says why"(page) {
    for (const none of [null, `ws://127.0.0.1:${await freePort()}/tunnel`]) {
      const result = await runWasm(
        page,
        dialog(["198.18.0.10", "80"], { gateway: { gateway: none, kind: "porthole" } }),
      );
      assert.deepEqual([result.stdout, result.code], ["connect: Network is unreachable\n", 1]);
      assert.match(result.notices.join(), /npm start/);
      const named = await runWasm(page, dialog(["www.test", "80"], { gateway: { gateway: none, kind: "porthole" } }));
      assert.equal(named.stdout, "www.test: Temporary failure in name resolution\n");
      const own = await runWasm(page, dialog(["localhost", "80"], { gateway: { gateway: none, kind: "porthole" } }));
      assert.equal(own.stdout, "connect: Connection refused\n");
    }
  },

  async "the policy's refusal is EACCES, with a sentence"(page) {
    const result = await runWasm(page, dialog(["169.254.169.254", "80"]));
    assert.equal(result.stdout, "connect: Permission denied\n");
    assert.equal(result.notices.length, 1);
  },

  async "a stock websockify with a token plugin"(page) {
    const target = `127.0.0.1:${peers.ports.http}`;
    const proxy = await startWebsockify({ tokens: { "www.example:80": target } });
    const config = { gateway: proxy.url, kind: "websockify" };
    const result = await runWasm(page, dialog(["www.example", "80", "GET / HTTP/1.0\r\n\r\n"], { gateway: config }));
    const refused = await runWasm(page, dialog(["other.example", "80"], { gateway: config }));
    await proxy.stop();
    assert.match(
      result.stdout,
      /connected\nsend: 18\nHTTP\/1.0 200 OK[\s\S]*Hello from the practice peer.\n\nrecv: the end\n$/,
    );
    assert.equal(refused.stdout, "connect: Connection refused\n");
  },

  async "a stock websockify with one target"(page) {
    const proxy = await startWebsockify({ target: `127.0.0.1:${peers.ports.http}` });
    const config = { gateway: proxy.url, kind: "websockify", fixed: "www.example:80" };
    const result = await runWasm(page, dialog(["whatever", "1", "GET / HTTP/1.0\r\n\r\n"], { gateway: config }));
    await proxy.stop();
    assert.match(result.stdout, /Hello from the practice peer/);
  },

  async "two programs at once, each with its own sockets"(page) {
    const requests = [lab("chargen"), lab("drip")].map((to) => runWasm(page, dialog([...to, "20\n"])));
    const results = await Promise.all(requests);
    for (const result of results) assert.match(result.stdout, /recv: the end\n$/);
  },

  async "files go in and come out"(page) {
    const result = await page.evaluate(
      async (base64, gatewayConfig) => {
        const wasm = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0)).buffer;
        const data = new TextEncoder().encode("from the page\n");
        const options = { wasm, name: "keeper", args: [], gateway: gatewayConfig, columns: 80, rows: 24 };
        const program = new window.Program({ ...options, files: [{ path: "/given", data }] });
        let files = [];
        program.onFiles = (list) => {
          files = list;
        };
        const { code } = await program.exited;
        const made = new TextDecoder().decode(await program.readFile("/folder/made"));
        const none = await program.readFile("/nothing").catch((error) => error.message);
        program.writeFile("/later", data);
        const later = (await program.readFile("/later")).length;
        program.stop();
        return { code, files, made, none, later };
      },
      programs.keeper,
      porthole,
    );
    assert.deepEqual(result, {
      code: 0,
      files: [
        { path: "/given", size: 14 },
        { path: "/folder/made", size: 23 },
      ],
      made: "from the page\nand mine\n",
      none: "/nothing: No such file or directory",
      later: 14,
    });
  },

  async "what ends badly says so"(page) {
    const faulty = (how) => runWasm(page, { base64: programs.faulty, args: [how], gateway: porthole, timeout: 20_000 });
    const thrown = await faulty("throw");
    assert.deepEqual([thrown.code, thrown.signal], [134, "SIGABRT"]);
    assert.match(thrown.stderr, /terminate called after throwing/);
    const trapped = await faulty("trap");
    assert.deepEqual([trapped.code, trapped.signal], [null, null]);
    assert.match(trapped.error, /unreachable/);
    const eaten = await faulty("eat");
    assert.deepEqual([eaten.code, eaten.signal], [134, "SIGABRT"]);
  },

  async "what is no program is not run"(page) {
    const run = (more) => runWasm(page, { gateway: porthole, timeout: 10_000, ...more });
    assert.match((await run({ wasm: "missing.wasm" })).error, /missing.wasm: 404/);
    assert.match((await run({ wasm: "http://127.0.0.1:1/x.wasm" })).error, /no answer from the server/);
    assert.match((await run({ base64: btoa("not wasm") })).error, /wasm|magic/i);
    const empty = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]).toString("base64");
    assert.match((await run({ base64: empty })).error, /no _start/);
  },

  async "calls are told while someone listens"(page) {
    const result = await runWasm(page, dialog([...lab("http"), "GET / HTTP/1.0\r\n\r\n"], { trace: true }));
    const names = result.calls.map((call) => call.name);
    for (const name of ["getaddrinfo", "socket", "connect", "send", "recv", "close"])
      assert.ok(names.includes(name), name);
    const connect = result.calls.find((call) => call.name === "connect");
    assert.ok(connect.end >= connect.start && connect.result === 0);
  },

  async "this browser has all that programs need"(page) {
    assert.deepEqual(await page.evaluate(() => window.missingFeatures()), []);
  },
};

try {
  await runTests(tests, browserName, async (test) => {
    const page = await openHarness(browser, gateway.url);
    try {
      await test(page);
    } finally {
      await page.close();
    }
  });
} finally {
  await browser.close();
  await gateway.stop();
  await peers.stop();
}
