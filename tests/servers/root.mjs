// SPDX-License-Identifier: MIT
// Runs a program in the Debian of the tests' servers (build/servers, made by src/setup/servers.mjs).
//
// Each start sees its own throw-away copy of that Debian (an overlay in memory), its own processes, /dev and /proc; the
// network is the machine's, so its ports are reachable on loopback. A folder of the caller's is mounted at /test. When
// the program, the caller or the caller's process ends, in whatever way, the kernel ends all that was started inside.

import { execFile, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inBuild, scratch } from "../browser/servers.mjs";

// An ordinary user is root in a namespace of users, whose others are this user's subordinate ones (/etc/subuid).
const user = process.getuid() === 0 ? [] : ["--user", "--map-auto", "--map-root-user"];
const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

// Pairs of a path outside and one inside, "--", and the command; the working directory is build/. Everything is mounted
// on top of this namespace's /proc, made private: so nothing shows outside, also where / is shared, or is no mount point
// because we are in a chroot (where unshare's own way to make / private fails).
const enter = `set -e
mount --make-private /proc
mount -t tmpfs -o mode=755 tmpfs /proc
root=/proc/root
mkdir -m 755 /proc/upper /proc/work "$root"
mount -t overlay overlay -o lowerdir=servers,upperdir=/proc/upper,workdir=/proc/work "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for name in null zero full random urandom tty; do
  : > "$root/dev/$name"; mount --bind "/dev/$name" "$root/dev/$name"
done
mkdir -p "$root/dev/pts" "$root/dev/shm"
chmod 1777 "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"; ln -s /proc/self/fd "$root/dev/fd"
chroot "$root" hostname servers.test
echo '127.0.0.1 servers.test localhost' > "$root/etc/hosts"
while [ "$1" != -- ]; do
  mkdir -p "$root$2"; mount --bind "$1" "$root$2"; shift 2
done
shift
exec chroot "$root" /usr/bin/env -i "$@"`;

// The first process of a namespace inherits orphans and is deaf to signals, which not every server can stand.
const first = ["sh", "-c", '"$@"; exit $?', "sh"];

/** The process inside that is the first of its namespace, by its number outside; undefined while there is none. */
function firstInside(child) {
  try {
    const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8");
    return Number(children.split(" ")[0]) || undefined;
  } catch {
    return undefined;
  }
}

/** Whether the first process has come as far as the root itself. */
function hasEntered(child) {
  const first = firstInside(child);
  return first !== undefined && existsSync(`/proc/${first}/root/porthole-stamp.json`);
}

/** Ends everything inside: the kernel reports the first process as ended only when all the others are gone. */
function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", resolve);
    const first = firstInside(child);
    if (first) process.kill(first, "SIGKILL");
    else child.kill("SIGKILL");
  });
}

/** Whether something listens on this port of 127.0.0.1. */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => socket.destroy());
    socket.on("error", () => {});
    socket.on("close", (failed) => resolve(!failed));
  });
}

/** The command that enters the root: for spawn(), with build/ as the working directory. */
export function rootCommand(command, args, { env = {}, binds = {} } = {}) {
  const pairs = Object.entries(binds).flat();
  const variables = [path, "HOME=/root", "LANG=C.UTF-8", ...Object.entries(env).map(([name, to]) => `${name}=${to}`)];
  const spaces = [
    ...user,
    "--mount",
    "--propagation",
    "unchanged",
    "--pid",
    "--uts",
    "--ipc",
    "--fork",
    "--kill-child=KILL",
  ];
  const inside = ["sh", "-c", enter, "sh", ...pairs, "--", ...variables, ...first, command, ...args];
  return ["setpriv", ["--pdeathsig", "KILL", "unshare", ...spaces, "--", ...inside]];
}

/**
 * Starts a program inside and resolves once it is ready: its output matches `ready`, or all of `ports` answer.
 * The folder seen at /test is a new one, removed at the end, which `prepare(folder)` may fill; or `files`, the caller's.
 * Further `binds`: {outside: inside}.
 * @returns child, pid (of the first process inside), folder (of /test, outside), output(), run() for commands beside
 * it, stop()
 */
export async function startInRoot(
  command,
  args,
  { ready, ports = [], prepare, files, binds, env, timeout = 20_000 } = {},
) {
  if (!existsSync(inBuild("servers/porthole-stamp.json"))) {
    throw new Error("build/servers is missing: `npm test` makes it, or: node src/setup/servers.mjs");
  }
  const base = scratch();
  mkdirSync(join(base.path, "test"));
  const folder = files ?? join(base.path, "test");
  chmodSync(folder, 0o755); // servers drop their privileges and must still reach it
  prepare?.(folder);
  const [program, all] = rootCommand(command, args, { env, binds: { [folder]: "/test", ...binds } });
  const child = spawn(program, all, { cwd: inBuild(), stdio: ["pipe", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      output = (output + data).slice(-1e6);
    });
  }
  child.stdin.on("error", () => {});
  let failure;
  child.on("error", (error) => {
    failure = error;
  });
  const stop = async () => {
    await end(child);
    // What a server wrote as another user only the namespace's root may remove.
    if (user.length > 0) spawnSync("unshare", [...user, "rm", "-rf", base.path]);
    base.remove();
  };
  const run = (name, list = [], { input = "", ...options } = {}) =>
    new Promise((resolve, reject) => {
      const spaces = [
        ...(user.length > 0 ? ["--user", "--preserve-credentials"] : []),
        "--mount",
        "--pid",
        "--uts",
        "--ipc",
      ];
      const enterArgs = ["--target", String(firstInside(child)), ...spaces, "--root", "--wd", "env", "-i", path];
      const all = [...enterArgs, "HOME=/root", "LANG=C.UTF-8", name, ...list];
      const done = (error, stdout, stderr) =>
        error ? reject(new Error(`${error.message}${stdout}${stderr}`)) : resolve(stdout);
      const { stdin } = execFile("nsenter", all, { maxBuffer: 1 << 28, timeout: 60_000, ...options }, done);
      stdin.on("error", () => {}); // it may end without having read
      stdin.end(input);
    });
  const server = { child, folder, output: () => output, run, stop };
  const isReady = async () => (!ready || ready.test(output)) && (await Promise.all(ports.map(answers))).every(Boolean);
  for (const limit = Date.now() + timeout; Date.now() < limit; await sleep(20)) {
    if (failure || child.exitCode !== null || child.signalCode !== null) break;
    if (hasEntered(child) && (await isReady())) return { ...server, pid: firstInside(child) };
  }
  await stop();
  throw new Error(`${command} did not start: ${failure?.message ?? ""}${output}`);
}
