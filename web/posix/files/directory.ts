// SPDX-License-Identifier: MIT

import { Directory } from "@bjorn3/browser_wasi_shim";
import { POLL } from "../abi.ts";
import { Changes } from "../changes.ts";
import type { Answer } from "../errno.ts";
import { MODE, type OpenFile, type Status } from "../open_file.ts";
import type { FileTree } from "./tree.ts";

const encoder = new TextEncoder();
/** Bytes of a struct dirent before its name. */
const NAME = 19;

/** A directory that is open, for getdents and as the start of relative paths. */
export class OpenFolder implements OpenFile {
  readonly changed = new Changes();
  private entries: { name: string; inode: number; directory: boolean }[] | null = null;
  private next = 0;

  constructor(
    private readonly inode: Directory,
    readonly path: string,
    public flags: number,
    private readonly tree: FileTree,
  ) {}

  read(): Answer {
    return "EISDIR";
  }

  write(): Answer {
    return "EBADF";
  }

  /** Fills struct dirents; 0 at the end. */
  list(to: Uint8Array): Answer {
    this.entries ??= [
      { name: ".", inode: Number(this.inode.ino), directory: true },
      { name: "..", inode: Number(this.inode.parent_ino()), directory: true },
      ...[...this.inode.contents].map(([name, inode]) => {
        return { name, inode: Number(inode.ino), directory: inode instanceof Directory };
      }),
    ];
    const view = new DataView(to.buffer, to.byteOffset, to.byteLength);
    let used = 0;
    for (; this.next < this.entries.length; this.next++) {
      const entry = this.entries[this.next] as (typeof this.entries)[number];
      const name = encoder.encode(entry.name);
      const size = (NAME + name.length + 1 + 7) & ~7;
      if (used + size > to.length) return used > 0 ? used : "EINVAL";
      view.setBigUint64(used, BigInt(entry.inode), true);
      view.setBigInt64(used + 8, BigInt(this.next + 1), true);
      view.setUint16(used + 16, size, true);
      view.setUint8(used + 18, entry.directory ? 4 : 8);
      to.set(name, used + NAME);
      to[used + NAME + name.length] = 0;
      used += size;
    }
    return used;
  }

  seek(offset: number, whence: number): Answer {
    if (whence !== 0 || offset < 0) return "EINVAL";
    if (offset === 0) this.entries = null;
    this.next = offset;
    return offset;
  }

  readiness(): number {
    return POLL.IN | POLL.RDNORM | POLL.OUT | POLL.WRNORM;
  }

  status(): Status {
    const { modified, permissions } = this.tree.extra(this.inode);
    return { mode: MODE.DIRECTORY | permissions, size: 4096, inode: Number(this.inode.ino), modified, links: 2 };
  }

  ioctl(): Answer {
    return "ENOTTY";
  }

  release(): void {}
}
