// SPDX-License-Identifier: MIT
// Debian's curl as ordinary emcc output, in a page that uses the packed npm package.
// usage: curl.mjs chromium|firefox CURL_FOLDER (curl.mjs, curl.wasm) TARBALL

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "../browser/launch.mjs";
import { aliases, freePort, scratch, startGateway, startServer } from "../browser/servers.mjs";
import { startNginx } from "../interop/nginx.mjs";
import { start as startFtp } from "../servers/proftpd.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const [browserName, curlFolder, tarball] = process.argv.slice(2);

function makeSite(folder) {
  cpSync(join(here, "page"), folder, { recursive: true });
  for (const name of ["curl.mjs", "curl.wasm"]) cpSync(join(curlFolder, name), join(folder, name));
  mkdirSync(join(folder, "node_modules"));
  execFileSync("tar", ["-xzf", tarball, "-C", join(folder, "node_modules")]);
  renameSync(join(folder, "node_modules/package"), join(folder, "node_modules/porthole-posix"));
}

const download = randomBytes(3_000_000);
const upload = randomBytes(1_000_000);
const folder = scratch();
makeSite(folder.path);
const nginx = await startNginx({ "large.bin": download });
const ftp = await startFtp();
const silence = await startServer("/usr/bin/python3", [join(here, "silence.py")], { ready: /^(\d+)$/m });
const ports = { web: nginx.port, ftp: ftp.port, gone: await freePort(), silent: Number(silence.match[1]) };
const { first, last } = ftp.passive;
const policy = `${aliases(ports)}"ftp.lab.internal:${first}-${last}" = ${first}\n`;
const gateway = await startGateway({ site: folder.path, policy });
const browser = await launch(browserName);

try {
  const page = await browser.newPage();
  page.on("pageerror", (error) => console.error(`page: ${error.message}`));
  await page.goto(gateway.url);
  await page.waitForFunction("window.curl !== undefined");
  const curl = (...args) => page.evaluate((given) => window.curl(...given), args);
  const host = (name) => `${name}.lab.internal:${ports[name]}`;

  const version = await curl("--version");
  assert.equal(version.code, 0, version.output);
  assert.match(version.output, /^curl 7\.88\.1 \(Emscripten\) libcurl\/7\.88\.1\n/);

  const fetched = await curl("-sS", "-o", "large.bin", `http://${host("web")}/large.bin`);
  assert.deepEqual(fetched, { code: 0, output: "" });
  const bytes = await page.evaluate(() => Array.from(window.files.get("large.bin")));
  assert.ok(Buffer.from(bytes).equals(download), "the downloaded file differs");

  await page.evaluate((given) => window.files.set("up.bin", Uint8Array.from(given)), [...upload]);
  const user = `${ftp.users[0]}:${ftp.password}`;
  const stored = await curl("-sS", "-T", "up.bin", "--user", user, `ftp://${host("ftp")}/up.bin`);
  assert.deepEqual(stored, { code: 0, output: "" });
  assert.ok(readFileSync(join(ftp.home, "up.bin")).equals(upload), "the uploaded file differs");

  const start = Date.now();
  const late = await curl("-sS", "--connect-timeout", "1", `http://${host("silent")}/`);
  assert.equal(late.code, 28, late.output);
  assert.match(late.output, /time/i);
  assert.ok(Date.now() - start >= 950 && Date.now() - start < 10_000, `${Date.now() - start} ms`);

  const unknown = await curl("-sS", "http://nobody.invalid/");
  assert.deepEqual(unknown, { code: 6, output: "curl: (6) Could not resolve host: nobody.invalid\n" });

  const refused = await curl("-sS", `http://${host("gone")}/`);
  assert.equal(refused.code, 7, refused.output);
  assert.match(refused.output, /^curl: \(7\) Failed to connect to gone\.lab\.internal/);
  console.log(`${browserName}: download, upload, exit statuses 28, 6 and 7`);
} finally {
  await browser.close();
  await Promise.all([gateway.stop(), nginx.stop(), ftp.stop(), silence.stop()]);
  folder.remove();
}
