// SPDX-License-Identifier: MIT

import { Directory, File, type Inode, OpenDirectory, wasi } from "@bjorn3/browser_wasi_shim";
import type { Answer, Errno } from "../errno.ts";

/** The library answers with WASI's numbers. */
const ERRORS = new Map<number, Errno>([
  [wasi.ERRNO_NOENT, "ENOENT"],
  [wasi.ERRNO_EXIST, "EEXIST"],
  [wasi.ERRNO_NOTDIR, "ENOTDIR"],
  [wasi.ERRNO_ISDIR, "EISDIR"],
  [wasi.ERRNO_NOTEMPTY, "ENOTEMPTY"],
  [wasi.ERRNO_INVAL, "EINVAL"],
  [wasi.ERRNO_PERM, "EPERM"],
  [wasi.ERRNO_NOTCAPABLE, "EACCES"],
]);

const answer = (ret: number): Answer => (ret === 0 ? 0 : (ERRORS.get(ret) ?? "EIO"));

/** What struct stat tells beyond the library's inode. */
export interface Extra {
  modified: number;
  permissions: number;
  /** Names of a file: one, until it is unlinked. */
  links: number;
  /** It is the name of a Unix socket. */
  socket: boolean;
}

/** A program's private file system, kept in memory: the library's inodes below one root. */
export class FileTree {
  private readonly root = new Directory([]);
  private readonly extras = new WeakMap<Inode, Extra>();

  /** Hears that the file of a Unix socket was removed here, or renamed. */
  socketMoved: (path: string, next: string | null) => void = () => {};

  constructor(private readonly now: () => number) {}

  /** A path from the root without dots: what the calls below take. */
  static normalize(path: string): string {
    const parts: string[] = [];
    for (const part of path.split("/")) {
      if (part === "..") parts.pop();
      else if (part !== "" && part !== ".") parts.push(part);
    }
    return parts.join("/");
  }

  find(path: string): Inode | Errno {
    const normal = FileTree.normalize(path);
    if (normal.split("/").some((part) => part.length > 255)) return "ENAMETOOLONG";
    if (normal === "") return this.root;
    const { ret, inode_obj } = new OpenDirectory(this.root).path_lookup(normal, 0);
    if (!inode_obj) return answer(ret) as Errno;
    return path.endsWith("/") && !(inode_obj instanceof Directory) ? "ENOTDIR" : inode_obj;
  }

  createFile(path: string): File | Errno {
    const { ret, entry } = this.root.create_entry_for_path(FileTree.normalize(path), false);
    if (!entry) return answer(ret) as Errno;
    this.touch(this.parent(path));
    return entry as File;
  }

  /** The file that a Unix socket's name is. */
  createSocket(path: string): void {
    const file = this.createFile(path);
    if (typeof file !== "string") Object.assign(this.extra(file), { socket: true, permissions: 0o755 });
  }

  /** Another program made such a file, or removed one. */
  showSocket(path: string, there: boolean): void {
    const inode = this.find(path);
    if (there && typeof inode === "string") {
      this.makeFolders(path);
      this.createSocket(path);
    }
    if (!there && typeof inode !== "string" && this.isSocket(inode)) {
      new OpenDirectory(this.root).path_unlink_file(FileTree.normalize(path));
    }
  }

  isSocket(inode: Inode): boolean {
    return this.extra(inode).socket;
  }

  makeDirectory(path: string): Answer {
    if (FileTree.normalize(path) === "") return "EEXIST";
    const { ret, entry } = this.root.create_entry_for_path(FileTree.normalize(path), true);
    if (entry) this.touch(this.parent(path));
    return answer(ret);
  }

  /** Makes the folders that a path goes through. */
  makeFolders(path: string): void {
    const parts = FileTree.normalize(path).split("/");
    for (let i = 1; i < parts.length; i++) this.makeDirectory(parts.slice(0, i).join("/"));
  }

  unlink(path: string): Answer {
    const inode = this.find(path);
    if (typeof inode === "string") return inode;
    const unlinked = answer(new OpenDirectory(this.root).path_unlink_file(FileTree.normalize(path)));
    if (unlinked === 0) this.extra(inode).links = 0;
    if (unlinked === 0 && this.isSocket(inode)) this.socketMoved(`/${FileTree.normalize(path)}`, null);
    return unlinked;
  }

  removeDirectory(path: string): Answer {
    if (/\/\.\/*$/.test(path)) return "EINVAL";
    if (/\/\.\.\/*$/.test(path)) return "ENOTEMPTY";
    if (FileTree.normalize(path) === "") return "EBUSY";
    return answer(new OpenDirectory(this.root).path_remove_directory(FileTree.normalize(path)));
  }

  rename(from: string, to: string): Answer {
    const [old, next] = [FileTree.normalize(from), FileTree.normalize(to)];
    const inode = this.find(from);
    if (typeof inode === "string") return inode;
    if (old === next) return 0;
    if (old === "" || next === "") return "EBUSY";
    if (next.startsWith(`${old}/`)) return "EINVAL";
    const replaced = this.find(to);
    const top = new OpenDirectory(this.root);
    const linked = top.path_link(next, inode, true);
    if (linked !== 0) return answer(linked);
    if (typeof replaced !== "string") this.extra(replaced).links = 0;
    if (this.isSocket(inode)) this.socketMoved(`/${old}`, `/${next}`);
    return answer(top.path_unlink(old).ret);
  }

  extra(inode: Inode): Extra {
    let extra = this.extras.get(inode);
    if (!extra) {
      extra = {
        modified: this.now(),
        permissions: inode instanceof Directory ? 0o755 : 0o644,
        links: 1,
        socket: false,
      };
      this.extras.set(inode, extra);
    }
    return extra;
  }

  touch(inode: Inode | Errno, time = this.now()): void {
    if (typeof inode !== "string") this.extra(inode).modified = time;
  }

  /** Every file with its size, for the page's list; what the system itself put below /etc is left out. */
  list(): { path: string; size: number }[] {
    const files: { path: string; size: number }[] = [];
    const walk = (directory: Directory, prefix: string) => {
      for (const [name, inode] of directory.contents) {
        const path = `${prefix}/${name}`;
        if (inode instanceof Directory) walk(inode, path);
        else if (inode instanceof File && !this.isSocket(inode) && !path.startsWith("/etc/"))
          files.push({ path, size: inode.data.length });
      }
    };
    walk(this.root, "");
    return files;
  }

  private parent(path: string): Inode | Errno {
    return this.find(`/${FileTree.normalize(path).split("/").slice(0, -1).join("/")}`);
  }
}
