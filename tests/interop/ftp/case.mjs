// SPDX-License-Identifier: MIT
// FTP: ProFTPD, and vsftpd, which has no MLSD. Each run has a folder of its own, where it leaves 100 MB.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { start as startProftpd } from "../../servers/proftpd.mjs";
import { start as startVsftpd } from "../../servers/vsftpd.mjs";

/** The bytes that large.cpp makes. */
function largeFile() {
  const words = new Uint32Array(25_000_000);
  let state = 2026;
  for (let index = 0; index < words.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    words[index] = state;
  }
  return new Uint8Array(words.buffer);
}

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

export default {
  name: "FTP",
  program: "ftp_verbs",
  async start() {
    const servers = { proftpd: await startProftpd(), vsftpd: await startVsftpd() };
    const place = process.argv[2];
    const wanted = digest(largeFile());
    return {
      runs: Object.entries(servers).map(([name, server]) => ({
        server: name,
        ports: { control: server.port },
        ranges: { passive: [server.passive.first, server.passive.last] },
        args: (host, port) => [host, String(port), `run-${place}`, place === "native" ? "native" : "page"],
      })),
      async verify(name) {
        const folder = join(servers[name].home, `run-${place}`);
        assert.deepEqual(readdirSync(folder), ["large.bin"]);
        assert.equal(digest(readFileSync(join(folder, "large.bin"))), wanted);
        rmSync(folder, { recursive: true });
      },
      stop: () => Promise.all(Object.values(servers).map((server) => server.stop())),
    };
  },
};
