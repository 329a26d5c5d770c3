// SPDX-License-Identifier: MIT
// Unix sockets' names as paths: a program's own view of its file system, and the one name that all programs share.

import { AF } from "../abi.ts";
import type { Answer, Errno } from "../errno.ts";
import { FileTree } from "../files/tree.ts";
import type { UnixAddress } from "../networks/network.ts";
import type { Process } from "../process.ts";
import type { Socket } from "../sockets/socket.ts";

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
const decoder = new TextDecoder();

/** The path that bytes of sun_path mean to this program, from the root; its last folder has to be there. */
function absolute(process: Process, path: string): string | Errno {
  const text = decoder.decode(latin1(path));
  const whole = text.startsWith("/") ? text : `${process.cwd}/${text}`;
  const folder = process.tree.find(`/${FileTree.normalize(whole).split("/").slice(0, -1).join("/")}/`);
  return typeof folder === "string" ? folder : `/${FileTree.normalize(whole)}`;
}

/** A destination as the tab knows it. */
export function unixPath(process: Process, to: UnixAddress): UnixAddress | Errno {
  if (to.path === "") return "EINVAL";
  if (to.path.startsWith("\0")) return to;
  const path = absolute(process, to.path);
  if (!path.startsWith("/")) return path as Errno;
  const inode = process.tree.find(path);
  if (typeof inode !== "string" && !process.tree.isSocket(inode)) return "ECONNREFUSED";
  return typeof inode === "string" ? inode : { family: "unix", path };
}

/** Gives a socket a name; a path makes a file, which only unlink removes. */
export async function bindUnix(process: Process, socket: Socket, local: UnixAddress): Promise<Answer> {
  if (socket.family !== AF.UNIX) return "EAFNOSUPPORT";
  if (local.path === "" || local.path.startsWith("\0")) return socket.bind(local);
  const path = absolute(process, local.path);
  if (!path.startsWith("/")) return path as Errno;
  if (typeof process.tree.find(path) !== "string") return "EADDRINUSE";
  const answer = await socket.bind({ family: "unix", path, given: local.path });
  if (answer === 0) process.tree.createSocket(path);
  return answer;
}
