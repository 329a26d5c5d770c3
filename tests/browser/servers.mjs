// SPDX-License-Identifier: MIT
// What stands around a program under test: the gateway, a stock websockify, the scripted peers, the practice hosts.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const inBuild = (...parts) => join(root, "build", ...parts);
const python = process.env.PORTHOLE_PYTHON ?? "/usr/bin/python3";

/** Starts a server and resolves with the text of its first lines once they match `ready`. */
export function startServer(command, args, { ready, env = {}, timeout = 20_000 }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    let log = "";
    const timer = setTimeout(() => fail(new Error(`${command} is not ready: ${output}${log}`)), timeout);
    const fail = (error) => {
      clearTimeout(timer);
      child.kill("SIGKILL");
      reject(error);
    };
    const look = () => {
      const match = ready.exec(output) ?? ready.exec(log);
      if (!match) return;
      clearTimeout(timer);
      resolve({ child, match, output: () => output, log: () => log, stop: () => stop(child) });
    };
    child.stdout.on("data", (data) => {
      output += data;
      look();
    });
    child.stderr.on("data", (data) => {
      log += data;
      if (log.length > 1e6) log = log.slice(-1e5);
      look();
    });
    child.on("error", fail);
    child.on("exit", (code, signal) => fail(new Error(`${command} ended (${code ?? signal}): ${output}${log}`)));
  });
}

/** Ends a server by its own signal, and by force if it does not listen. */
export function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill("SIGKILL"), 5000);
    child.once("exit", () => {
      clearTimeout(force);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

/** A folder for one test run; remove it when done. */
export function scratch() {
  const path = mkdtempSync(join(tmpdir(), "porthole-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A port that nobody has just now. */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** `[aliases]` of a policy: names of lab.internal for ports of this machine. */
export function aliases(ports) {
  const lines = Object.entries(ports).map(([name, port]) => `"${name}.lab.internal:${port}" = ${port}`);
  return `[aliases]\n${lines.join("\n")}\n`;
}

/**
 * Our gateway, serving `site` and reaching what `policy` (TOML) allows.
 * @returns url of the page, tunnel as ws://, stop()
 */
export async function startGateway({ site, policy = "", practiceMap } = {}) {
  const folder = scratch();
  const policyFile = join(folder.path, "policy.toml");
  writeFileSync(policyFile, policy);
  const args = [
    "-m",
    "porthole_gateway",
    "--site",
    site,
    "--listen",
    "127.0.0.1",
    "--port",
    "0",
    "--policy",
    policyFile,
  ];
  args.push("--practice-map", practiceMap ?? join(folder.path, "practice.map"));
  const server = await startServer(python, args, {
    ready: /listening on (http:\/\/\S+)/,
    env: { PYTHONPATH: `${join(root, "server")}:${inBuild("test/server/engine")}`, PYTHONUNBUFFERED: "1" },
  });
  const url = server.match[1];
  return {
    ...server,
    url,
    tunnel: `${url.replace("http", "ws")}tunnel`,
    stop: async () => {
      await server.stop();
      folder.remove();
    },
  };
}

/** A token for a user of a gateway that asks for one, signed with the key in a file. */
export function accessToken(key, user) {
  const args = ["-m", "porthole_gateway.access", "--key", key, "--user", user];
  return execFileSync(python, args, {
    env: { ...process.env, PYTHONPATH: join(root, "server") },
    encoding: "utf8",
  }).trim();
}

/** Debian's websockify, with a token plugin (`tokens`: name to "host:port") or one fixed target. */
export async function startWebsockify({ tokens, target }) {
  const folder = scratch();
  const port = await freePort();
  const args = ["-m", "websockify"];
  if (tokens) {
    const file = join(folder.path, "tokens");
    writeFileSync(
      file,
      Object.entries(tokens)
        .map(([name, to]) => `${name}: ${to}\n`)
        .join(""),
    );
    args.push("--token-plugin", "TokenFile", "--token-source", file, `127.0.0.1:${port}`);
  } else {
    args.push(`127.0.0.1:${port}`, target);
  }
  const server = await startServer(python, args, { ready: /proxying from|Listen on|Using/ });
  await new Promise((resolve) => setTimeout(resolve, 300));
  return {
    ...server,
    url: `ws://127.0.0.1:${port}/`,
    stop: async () => {
      await server.stop();
      folder.remove();
    },
  };
}

/** The scripted peers of tests/peers; `ports` maps each behaviour to its port on 127.0.0.1. */
export async function startPeers() {
  const server = await startServer(python, ["-u", join(root, "tests/peers/peer.py")], { ready: /^ready$/m });
  const ports = {};
  for (const [, name, port] of server.output().matchAll(/^(\w+) (\d+)$/gm)) ports[name] = Number(port);
  return { ...server, ports };
}

/** The practice hosts of `porthole practice`; `map` is the file that gateway and programs read. */
export async function startPractice({ program = inBuild("test/src/cli/porthole") } = {}) {
  const folder = scratch();
  const map = join(folder.path, "practice.map");
  const server = await startServer(program, ["practice", "--map", map], { ready: /\S/ });
  return {
    ...server,
    map,
    stop: async () => {
      await server.stop();
      folder.remove();
    },
  };
}
