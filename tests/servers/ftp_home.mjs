// SPDX-License-Identifier: MIT
// What the two FTP servers have in common: who may log in, what stands in the home folder, which ports are passive.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Both log in with the password `secret`, and share one home (ProFTPD; vsftpd takes the first). */
export const users = ["user", "用户"];
export const password = "secret";

const hash = "$6$porthole$zxOwNtGcO46Xvg3821Qfz3Yygm5LxurfHYN/zlrcdJgpCEjKVo576ykKmuc8/wVubvBoqvvyENsTjbV.4V9Mi1";
const number = 1000;

/** Lines of a passwd file for the users: the home is a path inside the root. */
export function passwd(home) {
  return users.map((name) => `${name}:${hash}:${number}:${number}::${home}:/bin/sh\n`).join("");
}

/** The shell commands that give the home to the users; the rest of the list is the server's command. */
export function owning(home, command) {
  return ["-c", `chown -R ${number}:${number} ${home} && exec "$@"`, "sh", ...command];
}

/** What a client finds at first. */
export const defaultFiles = {
  "readme.txt": "Hello from a real FTP server.\n",
  "pub/notes.txt": "one\ntwo\nthree\n",
  "pub/every_byte.bin": Buffer.from(Array.from({ length: 256 }, (_, value) => value)),
  "中文/说明.txt": "你好，世界\n",
};

/** Writes {path: content} below a folder. */
export function place(folder, files) {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** A small range of ports for passive transfers, below those that the system hands out. */
export function passivePorts(count = 40) {
  const first = 20_000 + Math.floor(Math.random() * 300) * count;
  return { first, last: first + count - 1 };
}
