// SPDX-License-Identifier: MIT
// Each real server starts, speaks, stops, and leaves no process behind; nor does one whose test was killed.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const here = import.meta.dirname;
const curl = async (...args) =>
  (await promisify(execFile)("curl", ["-sS", "--max-time", "20", ...args], { encoding: "buffer" })).stdout;

/** Sends lines one after another, each when the last answer has come, and gives all that was received. */
async function talk(port, lines, until) {
  const socket = connect(port, "127.0.0.1");
  socket.setTimeout(20_000, () => socket.destroy(new Error(`silence from port ${port}`)));
  let received = "";
  for await (const data of socket.setEncoding("utf8")) {
    received += data;
    if (lines.length > 0) socket.write(`${lines.shift()}\r\n`);
    if (until.test(received)) break;
  }
  socket.destroy();
  return received;
}

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, value) => value));

async function checkFtp({ port, home, users, password }) {
  const url = `ftp://127.0.0.1:${port}`;
  for (const user of users) {
    const name = ["-u", `${user}:${password}`];
    assert.deepEqual(await curl(...name, `${url}/pub/every_byte.bin`), everyByte);
    await curl(...name, "-T", join(home, "pub/every_byte.bin"), `${url}/stored.bin`);
    assert.deepEqual(readFileSync(join(home, "stored.bin")), everyByte);
  }
  assert.equal(String(await curl(`${url}/readme.txt`)), "Hello from a real FTP server.\n");
  await assert.rejects(curl("-T", join(home, "readme.txt"), `${url}/anonymous.txt`), /550/);
}

// Python's telnetlib, which is in the root.
const visit = `
import sys, telnetlib
with telnetlib.Telnet("127.0.0.1", int(sys.argv[1]), 20) as client:
    shown = client.read_until(b"$ ", 20)
    client.write(b"good day\\r\\n")
    shown += client.read_until(b"you said: good day\\r\\n$ ", 20)
    client.write(b"exit\\r\\n")
    sys.stdout.buffer.write(shown + client.read_all())
`;

const checks = {
  proftpd: checkFtp,
  vsftpd: checkFtp,
  async inn2({ port, auth, feed }) {
    assert.match(await talk(port, ["GROUP local.中文", "QUIT"], /^205/m), /^211 1 1 1 local.中文/m);
    const locked = ["GROUP local.test", "AUTHINFO USER user", "AUTHINFO PASS secret", "GROUP local.test", "QUIT"];
    assert.match(await talk(auth, locked, /^205/m), /^480.*^281.*^211 4 1 4 local.test/ms);
    assert.match(await talk(feed, ["MODE READER", "QUIT"], /^205/m), /^200 .*transit.*^200 .*posting ok/ms);
  },
  async gophernicus({ port }) {
    const url = `gopher://127.0.0.1:${port}`;
    assert.match(String(await curl(`${url}/`)), /^0A text in two languages\t\/about\.txt\t/m);
    assert.deepEqual(await curl(`${url}/9/every_byte.bin`), everyByte);
    assert.match(String(await curl(`${url}/7/cgi-bin/search%09abc`)), /you searched for: abc/);
  },
  async telnetd({ port, run }) {
    const shown = await run("python3", ["-W", "ignore", "-c", visit, String(port)]);
    assert.match(shown, /welcome to telnetd\.test\r\nterminal: network\r\n.*you said: good day\r\n.*bye\r\n$/s);
  },
  async dovecot({ ports, users, password }) {
    assert.match(await talk(ports.imap, ["a CAPABILITY", "b LOGOUT"], /^b OK/m), /^\* CAPABILITY IMAP4rev1 /m);
    const login = [`USER ${users[0]}`, `PASS ${password}`, "STAT", "QUIT"];
    assert.match(await talk(ports.pop3, login, /Logging out/), /^\+OK 0 0/m);
  },
  async postfix({ ports }) {
    assert.match(await talk(ports.smtp, ["EHLO client.test", "QUIT"], /^221 /m), /^250.8BITMIME/m);
  },
};

/** The processes that live in one namespace of processes. */
function inNamespace(namespace) {
  return readdirSync("/proc").filter((name) => {
    try {
      return /^\d+$/.test(name) && readlinkSync(`/proc/${name}/ns/pid`) === namespace;
    } catch {
      return false;
    }
  });
}

for (const [name, check] of Object.entries(checks)) {
  test(`${name} starts, speaks and leaves nothing behind`, { timeout: 60_000 }, async () => {
    const { start } = await import(`./${name}.mjs`);
    const server = await start();
    const namespace = readlinkSync(`/proc/${server.pid}/ns/pid`);
    assert.notEqual(namespace, readlinkSync("/proc/self/ns/pid"));
    try {
      await check(server);
      assert.notEqual(inNamespace(namespace).length, 0);
    } catch (error) {
      console.error(server.output());
      throw error;
    } finally {
      await server.stop();
    }
    assert.deepEqual(inNamespace(namespace), []);
    assert.equal(existsSync(server.folder), false);
    await assert.rejects(talk(server.port ?? server.ports.imap, [], /./), /ECONNREFUSED/);
  });
}

for (const [how, end] of Object.entries({
  "is killed": (child) => child.kill("SIGKILL"),
  "closes its input": (child) => child.stdin.end(),
})) {
  test(`a server ends when its test ${how}`, { timeout: 60_000 }, async () => {
    const child = spawn(process.execPath, [join(here, "run.mjs"), "inn2"], { stdio: ["pipe", "pipe", "inherit"] });
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    const { pid } = JSON.parse(line);
    const namespace = readlinkSync(`/proc/${pid}/ns/pid`);
    assert.notEqual(inNamespace(namespace).length, 0);
    end(child);
    for (let turn = 0; turn < 200 && inNamespace(namespace).length > 0; turn++) await sleep(50);
    assert.deepEqual(inNamespace(namespace), []);
  });
}

test("a server that can't start says why, and leaves nothing behind", { timeout: 60_000 }, async () => {
  const { startInRoot } = await import("./root.mjs");
  const start = startInRoot("sh", ["-c", "echo no such configuration >&2; exit 3"], { ready: /never/ });
  await assert.rejects(start, /sh did not start: no such configuration/);
});
