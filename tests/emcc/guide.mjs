// SPDX-License-Identifier: MIT
// Follows docs/emscripten.md in an empty folder: its files, its commands, and its pages in both browsers.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { python } from "../../src/setup/paths.mjs";
import { toolchain } from "../../src/setup/toolchain.mjs";
import { launch } from "../browser/launch.mjs";
import { aliases, freePort, root, scratch, startServer } from "../browser/servers.mjs";
import { startNginx } from "../interop/nginx.mjs";

const guide = readFileSync(join(root, "docs/emscripten.md"), "utf8");
const blocks = [...guide.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].map(([, kind, name, text]) => ({
  kind,
  name,
  text,
}));
const folder = scratch();
const place = join(folder.path, "an empty folder");
mkdirSync(place);
for (const { kind, name, text } of blocks) if (kind !== "sh") writeFileSync(join(place, name), text);

const emscripten = await toolchain();
const environment = {
  ...process.env,
  ...emscripten.env,
  PATH: [emscripten.directory, "/usr/bin", process.env.PATH].join(delimiter),
  PORTHOLE: root,
  npm_config_audit: "false",
  npm_config_fund: "false",
};
const commands = blocks.filter(({ kind, name }) => kind === "sh" && !name).map(({ text }) => text);
assert.ok(commands.length >= 4, "the guide has lost its commands");
execFileSync("bash", ["-euc", commands.join("\n")], {
  cwd: place,
  env: environment,
  stdio: ["ignore", "ignore", "inherit"],
});

// What the package declares is what TypeScript sees.
writeFileSync(
  join(place, "check.ts"),
  `import { type CallRecord, Program, sockets } from "porthole-posix";
const link = sockets({ wasm: "greet.wasm", gateway: null, onCall: (call: CallRecord) => void call.name });
export const ended: Promise<void> = link.delivered;
// @ts-expect-error: without a program
sockets({ gateway: null });
export const stop = (program: Program) => program.stop();
`,
);
const strict = ["--noEmit", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler"];
const compiler = join(root, "node_modules/typescript/bin/tsc");
execFileSync(process.execPath, [compiler, ...strict, "--types", "", "check.ts"], { cwd: place, stdio: "inherit" });

const policy = join(folder.path, "policy.toml");
// The guide's reader has one python3; a machine may have others, without websockify.
const serve = blocks
  .find(({ name }) => name === "serve")
  .text.trim()
  .replace(/\bpython3\b/, python);

async function screen(page, address) {
  await page.goto(address);
  const ended = () => /exit status/.test(document.querySelector("pre")?.textContent ?? "");
  await page.waitForFunction(ended, { timeout: 30_000 });
  return page.$eval("pre", (element) => element.textContent.replaceAll("\r\n", "\n"));
}

const nginx = await startNginx({ "index.html": "hello\n" });
let gateway = null;
try {
  const ports = { web: nginx.port, gone: await freePort() };
  writeFileSync(policy, aliases(ports));
  gateway = await startServer("bash", ["-c", `cd '${place}' && exec env ${serve} --port 0 --policy '${policy}'`], {
    ready: /listening on (http:\/\/\S+)/,
    env: { ...environment, PYTHONUNBUFFERED: "1" },
  });
  for (const name of ["chromium", "firefox"]) {
    const browser = await launch(name);
    try {
      const page = await browser.newPage();
      for (const path of ["", "standalone.html"]) {
        const at = (host) => `${gateway.match[1]}${path}?arg=${host}.lab.internal&arg=${ports[host]}`;
        assert.equal(await screen(page, at("web")), "HTTP/1.1 200 OK\nexit status 0\n", `${name} ${path}`);
        assert.match(await screen(page, at("gone")), /^gone\.lab\.internal: Connection refused\nexit status 1\n$/);
      }
    } finally {
      await browser.close();
    }
  }
  console.log("the guide's commands and pages work in both browsers");
} finally {
  await Promise.all([gateway?.stop(), nginx.stop()]);
  folder.remove();
}
