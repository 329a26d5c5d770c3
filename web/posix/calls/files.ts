// SPDX-License-Identifier: MIT

import { Directory, File } from "@bjorn3/browser_wasi_shim";
import { AT, O } from "../abi.ts";
import type { Answer, Errno } from "../errno.ts";
import { Device } from "../files/devices.ts";
import { OpenFolder } from "../files/directory.ts";
import { DiskFile } from "../files/disk_file.ts";
import { FileTree } from "../files/tree.ts";
import { MODE, type OpenFile, type Status } from "../open_file.ts";
import type { Process } from "../process.ts";
import { type Calls, prompt, waits } from "./table.ts";

/** Bits of a permission that access() may ask for. */
const WRITABLE = 2;
const EXECUTABLE = 1;
const UTIME_NOW = 0x3fffffff;
const UTIME_OMIT = 0x3ffffffe;

const isError = <T>(value: T | Errno): value is Errno => typeof value === "string";
/** A resolved path always begins with a slash; an error's name never does. */
const isPath = (text: string | Errno): text is string => text.startsWith("/");

/** The private file system's calls. */
class FileCalls {
  constructor(private readonly process: Process) {}

  /** The absolute path that a path means below a directory's descriptor. */
  path(directory: number, address: number): string | Errno {
    const path = this.process.memory.text(address);
    if (path === null) return "EFAULT";
    if (path === "") return "ENOENT";
    if (path.length >= 4096) return "ENAMETOOLONG";
    if (path.startsWith("/")) return path;
    if (directory === AT.FDCWD) return `${this.process.cwd}/${path}`;
    const folder = this.process.descriptors.file(directory);
    if (!folder) return "EBADF";
    return folder instanceof OpenFolder ? `${folder.path}/${path}` : "ENOTDIR";
  }

  open(directory: number, address: number, flags: number, mode: number): Answer {
    const path = this.path(directory, address);
    if (!isPath(path)) return path;
    const file = this.openPath(path, flags, mode);
    if (!isError(file) && (file.status().mode & MODE.TYPE) === MODE.SOCKET && file instanceof DiskFile) return "ENXIO";
    return isError(file) ? file : this.process.descriptors.add(file, (flags & O.CLOEXEC) !== 0);
  }

  /** A status for fstat and stat. */
  stat(status: Status, address: number): Answer {
    const { memory } = this.process;
    memory.bytes(address, 96).fill(0);
    const { view } = memory;
    view.setUint32(address, 1, true); // st_dev
    view.setUint32(address + 4, status.mode, true);
    view.setUint32(address + 8, status.links, true);
    view.setBigInt64(address + 24, BigInt(status.size), true);
    view.setInt32(address + 32, 4096, true); // st_blksize
    view.setInt32(address + 36, Math.ceil(status.size / 512), true);
    for (const at of [40, 56, 72]) {
      view.setBigInt64(address + at, BigInt(Math.floor(status.modified / 1000)), true);
      view.setInt32(address + at + 8, Math.floor((status.modified % 1000) * 1e6), true);
    }
    view.setBigUint64(address + 88, BigInt(status.inode), true);
    return 0;
  }

  statPath(directory: number, path: number, address: number, flags: number): Answer {
    if (flags & AT.EMPTY_PATH && this.process.memory.text(path) === "") {
      const file = this.process.descriptors.file(directory);
      return file ? this.stat(file.status(), address) : "EBADF";
    }
    const name = this.path(directory, path);
    if (!isPath(name)) return name;
    const file = this.openPath(name, 0, 0);
    return isError(file) ? file : this.stat(file.status(), address);
  }

  /** Runs a change of the tree on a path and tells the page. */
  change(directory: number, address: number, run: (path: string) => Answer): Answer {
    const path = this.path(directory, address);
    if (!isPath(path)) return path;
    const answer = run(path);
    if (answer === 0) this.process.filesChanged();
    return answer;
  }

  access(path: string, mode: number): Answer {
    const file = this.openPath(path, 0, 0);
    if (isError(file)) return file;
    const { mode: bits } = file.status();
    if (mode & EXECUTABLE && !(bits & 0o111)) return "EACCES";
    return mode & WRITABLE && !(bits & 0o222) ? "EACCES" : 0;
  }

  setTimes(path: string, times: number): Answer {
    const { memory, tree } = this.process;
    const inode = tree.find(path);
    if (isError(inode)) return inode;
    const nanoseconds = times === 0 ? UTIME_NOW : memory.view.getInt32(times + 24, true);
    if (nanoseconds === UTIME_OMIT) return 0;
    const seconds = nanoseconds === UTIME_NOW ? 0 : Number(memory.view.getBigInt64(times + 16, true));
    tree.touch(inode, nanoseconds === UTIME_NOW ? undefined : seconds * 1000 + nanoseconds / 1e6);
    return 0;
  }

  private openPath(path: string, flags: number, mode: number): OpenFile | Errno {
    const { tree } = this.process;
    const normal = FileTree.normalize(path);
    const special = this.device(normal, flags);
    if (special) return special;
    let inode = tree.find(path);
    if (inode === "ENOENT" && flags & O.CREAT && path.endsWith("/")) return "EISDIR";
    if (inode === "ENOENT" && flags & O.CREAT) {
      inode = tree.createFile(path);
      if (!isError(inode)) tree.extra(inode).permissions = mode & 0o777 & ~this.process.umask;
      this.process.filesChanged();
    } else if (!isError(inode) && flags & O.CREAT && flags & O.EXCL) {
      return "EEXIST";
    }
    if (isError(inode)) return inode;
    if (inode instanceof Directory) {
      if ((flags & O.ACCMODE) !== O.RDONLY || flags & O.CREAT) return "EISDIR";
      return new OpenFolder(inode, `/${normal}`, flags, tree);
    }
    if (!(inode instanceof File)) return "EIO";
    if (flags & O.DIRECTORY) return "ENOTDIR";
    const file = new DiskFile(inode, flags & ~(O.CREAT | O.EXCL | O.TRUNC | O.CLOEXEC), tree, () =>
      this.process.filesChanged(),
    );
    if (flags & O.TRUNC && (flags & O.ACCMODE) !== O.RDONLY) file.resize(0);
    return file;
  }

  private device(path: string, flags: number): OpenFile | null {
    const { descriptors } = this.process;
    const standard = new Map([
      ["dev/stdin", 0],
      ["dev/stdout", 1],
      ["dev/stderr", 2],
      ["dev/tty", 0],
    ]).get(path);
    const fd = standard ?? (/^dev\/fd\/\d+$/.test(path) ? Number(path.slice(7)) : undefined);
    if (fd !== undefined) return descriptors.file(fd) ?? null;
    return Device.open(path, flags, (into) => this.process.platform.random(into));
  }
}

export function fileCalls(process: Process): Calls {
  const { descriptors, memory, tree } = process;
  const files = new FileCalls(process);
  const onFile = (fd: number, use: (file: OpenFile) => Answer): Answer => {
    const file = descriptors.file(fd);
    return file ? use(file) : "EBADF";
  };
  const chmod = (path: string, mode: number): Answer => {
    const inode = tree.find(path);
    if (isError(inode)) return inode;
    tree.extra(inode).permissions = mode & 0o777;
    return 0;
  };
  return {
    openat: prompt((directory: number, path: number, flags: number, mode: number) =>
      files.open(directory, path, flags, mode),
    ),
    fstat: prompt((fd: number, stat: number) => onFile(fd, (file) => files.stat(file.status(), stat))),
    fstatat: prompt((directory: number, path: number, stat: number, flags: number) =>
      files.statPath(directory, path, stat, flags),
    ),
    getdents: prompt((fd: number, entries: number, size: number) =>
      onFile(fd, (file) => (file instanceof OpenFolder ? file.list(memory.bytes(entries, size)) : "ENOTDIR")),
    ),
    mkdirat: prompt((directory: number, path: number, mode: number) =>
      files.change(directory, path, (name) => {
        const made = tree.makeDirectory(name);
        return made === 0 ? chmod(name, mode & ~process.umask) : made;
      }),
    ),
    unlinkat: waits((directory: number, path: number, flags: number) =>
      process.whenTold(
        files.change(directory, path, (name) =>
          flags & AT.REMOVEDIR ? tree.removeDirectory(name) : tree.unlink(name),
        ),
      ),
    ),
    renameat: waits((from: number, oldPath: number, to: number, newPath: number) =>
      process.whenTold(
        files.change(from, oldPath, (old) => {
          const next = files.path(to, newPath);
          return isPath(next) ? tree.rename(old, next) : next;
        }),
      ),
    ),
    faccessat: prompt((directory: number, path: number, mode: number) =>
      files.change(directory, path, (name) => files.access(name, mode)),
    ),
    ftruncate: prompt((fd: number, size: bigint) =>
      onFile(fd, (file) => {
        if (!(file instanceof DiskFile) || size < 0n) return "EINVAL";
        return (file.flags & O.ACCMODE) === O.RDONLY ? "EINVAL" : file.resize(Number(size));
      }),
    ),
    truncate: prompt((path: number, size: bigint) =>
      files.change(AT.FDCWD, path, (name) => {
        const inode = tree.find(name);
        if (isError(inode)) return inode;
        if (!(inode instanceof File)) return "EISDIR";
        return size < 0n ? "EINVAL" : new DiskFile(inode, O.WRONLY, tree, () => {}).resize(Number(size));
      }),
    ),
    chdir: prompt((path: number) =>
      files.change(AT.FDCWD, path, (name) => {
        const inode = tree.find(name);
        if (isError(inode)) return inode;
        if (!(inode instanceof Directory)) return "ENOTDIR";
        process.cwd = `/${FileTree.normalize(name)}`;
        return 0;
      }),
    ),
    fchdir: prompt((fd: number) =>
      onFile(fd, (file) => {
        if (!(file instanceof OpenFolder)) return "ENOTDIR";
        process.cwd = file.path;
        return 0;
      }),
    ),
    getcwd: prompt((address: number, size: number) => {
      if (size === 0) return "EINVAL";
      return memory.setText(address, size, process.cwd) ? new TextEncoder().encode(process.cwd).length + 1 : "ERANGE";
    }),
    utimensat: prompt((directory: number, path: number, times: number) => {
      if (path !== 0) return files.change(directory, path, (name) => files.setTimes(name, times));
      return onFile(directory, (file) => {
        if (file instanceof DiskFile) tree.touch(file.inode);
        return 0;
      });
    }),
    chmodat: prompt((directory: number, path: number, mode: number) =>
      files.change(directory, path, (name) => chmod(name, mode)),
    ),
    umask: prompt((mask: number) => {
      const old = process.umask;
      process.umask = mask;
      return old;
    }),
    fchmod: prompt((fd: number, mode: number) =>
      onFile(fd, (file) => {
        if (file instanceof DiskFile) tree.extra(file.inode).permissions = mode & 0o777;
        return 0;
      }),
    ),
  };
}
