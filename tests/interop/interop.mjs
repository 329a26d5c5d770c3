// SPDX-License-Identifier: MIT
// The tutorial's TCP client in a real browser against a real nginx: through our gateway, and through a stock
// websockify with a token plugin and with a fixed target. Each must print what the native program prints.
// usage: interop.mjs chromium|firefox

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../browser/launch.mjs";
import { harness, openHarness, runWasm } from "../browser/run_wasm.mjs";
import { aliases, freePort, inBuild, scratch, startGateway, startWebsockify } from "../browser/servers.mjs";
import { startNginx } from "./nginx.mjs";

const [browserName] = process.argv.slice(2);
const site = { "index.html": "<!DOCTYPE html>\n<title>nginx</title>\n<p>Hello, 你好.\n".repeat(3000) };

function native(args) {
  const folder = scratch();
  return new Promise((resolve) => {
    execFile(inBuild("test/examples/tcp_client"), args, { cwd: folder.path }, (error, stdout, stderr) => {
      const saved = error ? null : readFileSync(join(folder.path, "page.html"));
      folder.remove();
      resolve({ code: error ? error.code : 0, stdout, stderr, saved });
    });
  });
}

/** What may differ between two runs of the same program: addresses, and the time the server tells. */
const masked = (text) =>
  text
    .replaceAll("\r\n", "\n")
    .replace(/^Connected to \S+$/m, "Connected to ADDRESS")
    .replace(/^Date: .*$/m, "Date: NOW");

const wasm = readFileSync(inBuild("wasm/examples/tcp_client.wasm")).toString("base64");
const nginx = await startNginx(site);
const gone = await freePort();
const gateway = await startGateway({ site: harness, policy: aliases({ web: nginx.port, gone }) });
const target = `127.0.0.1:${nginx.port}`;
const byToken = await startWebsockify({ tokens: { [`web.lab.internal:${nginx.port}`]: target } });
const fixed = await startWebsockify({ target });
const browser = await launch(browserName);
const page = await openHarness(browser, gateway.url);
let checks = 0;

async function check(name, work) {
  await work();
  checks++;
  console.log(`ok ${name}`);
}

try {
  const expected = await native(["127.0.0.1", String(nginx.port)]);
  assert.equal(expected.code, 0, expected.stderr);
  const expectedPage = Buffer.from(site["index.html"]);
  assert.ok(expected.saved.equals(expectedPage), "the native program saved nginx's page");

  const ways = {
    "our gateway": { gateway: gateway.tunnel, kind: "porthole" },
    "stock websockify, token plugin": { gateway: byToken.url, kind: "websockify" },
    "stock websockify, fixed target": { gateway: fixed.url, kind: "websockify", fixed: target },
  };
  for (const [name, config] of Object.entries(ways)) {
    await check(name, async () => {
      const args = ["web.lab.internal", String(nginx.port)];
      const result = await runWasm(page, { base64: wasm, args, gateway: config });
      assert.equal(result.code, 0, `${result.stderr} ${result.error} ${result.notices}`);
      assert.equal(masked(result.stdout), masked(expected.stdout));
      assert.deepEqual(result.files, [{ path: "/page.html", size: expectedPage.length }]);
    });
  }

  await check("a refused port reads as it does natively", async () => {
    const other = await native(["127.0.0.1", String(gone)]);
    const result = await runWasm(page, {
      base64: wasm,
      args: ["gone.lab.internal", String(gone)],
      gateway: ways["our gateway"],
    });
    assert.equal(result.code, other.code);
    assert.equal(result.stderr.replaceAll("\r", ""), other.stderr.replace("127.0.0.1", "gone.lab.internal"));
  });

  await check("eight programs at once", async () => {
    const args = ["web.lab.internal", String(nginx.port)];
    const request = { base64: wasm, args, gateway: ways["our gateway"] };
    const results = await Promise.all(Array.from({ length: 8 }, () => runWasm(page, request)));
    const digests = new Set(results.map(({ stdout }) => createHash("sha256").update(masked(stdout)).digest("hex")));
    assert.equal(digests.size, 1);
    for (const { code } of results) assert.equal(code, 0);
  });
  console.log(`${checks} checks in ${browserName}`);
} finally {
  await browser.close();
  await Promise.all([gateway, byToken, fixed, nginx].map((server) => server.stop()));
}
