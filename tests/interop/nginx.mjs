// SPDX-License-Identifier: MIT
// A real nginx with a private configuration on loopback.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

function configuration(folder, port, locations) {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `
${process.getuid() === 0 ? "user root;" : ""}
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log ${folder}/access.log;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ")}
  types { text/html html; text/plain txt; application/octet-stream bin; }
  server {
    listen 127.0.0.1:${port};
    root ${folder}/www;${locations(folder, port)}
  }
}
`;
}

/**
 * Starts nginx with these files ({"index.html": text or bytes}) as its site; stop() ends it. `locations(folder, port)`
 * gives more lines for the server's configuration; the site is www in the folder.
 */
export async function startNginx(files, { locations = () => "" } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "porthole-nginx-"));
  mkdirSync(join(folder, "www"));
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, "www", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  const port = await freePort();
  writeFileSync(join(folder, "nginx.conf"), configuration(folder, port, locations));
  const program = "/usr/sbin/nginx";
  const child = spawn(program, ["-p", folder, "-e", join(folder, "error.log"), "-c", join(folder, "nginx.conf")], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = once(child, "close");
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) break;
    if (
      await fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      )
    )
      return { port, stop };
    await sleep(50);
  }
  await stop();
  throw new Error("nginx did not start");
}
