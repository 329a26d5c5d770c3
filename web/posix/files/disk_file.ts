// SPDX-License-Identifier: MIT

import type { File } from "@bjorn3/browser_wasi_shim";
import { FIONREAD, O, POLL } from "../abi.ts";
import { Changes } from "../changes.ts";
import type { Answer } from "../errno.ts";
import { MODE, type OpenFile, type Status } from "../open_file.ts";
import type { FileTree } from "./tree.ts";

const LARGEST = 2 ** 31 - 1;

/** A regular file that is open: the library's inode and a position. */
export class DiskFile implements OpenFile {
  readonly changed = new Changes();
  position = 0;

  constructor(
    readonly inode: File,
    public flags: number,
    private readonly tree: FileTree,
    private readonly written: () => void,
  ) {}

  read(to: Uint8Array): Answer {
    const count = this.readAt(to, this.position);
    if (typeof count === "number") this.position += count;
    return count;
  }

  readAt(to: Uint8Array, position: number): Answer {
    if ((this.flags & O.ACCMODE) === O.WRONLY) return "EBADF";
    const part = this.inode.data.subarray(position, position + to.length);
    to.set(part);
    return part.length;
  }

  write(from: Uint8Array): Answer {
    if (this.flags & O.APPEND && from.length > 0) this.position = this.inode.data.length;
    const count = this.writeAt(from, this.position);
    if (typeof count === "number") this.position += count;
    return count;
  }

  writeAt(from: Uint8Array, position: number): Answer {
    if ((this.flags & O.ACCMODE) === O.RDONLY) return "EBADF";
    if (from.length === 0) return 0;
    const end = position + from.length;
    if (end > this.inode.data.length) {
      const grown = this.resize(end);
      if (grown !== 0) return grown;
    }
    this.inode.data.set(from, position);
    this.tree.touch(this.inode);
    this.written();
    return from.length;
  }

  /** Cuts or extends with zeros. Room is doubled, so that many small writes stay cheap. */
  resize(size: number): Answer {
    if (size > LARGEST) return "EFBIG";
    const { data } = this.inode;
    if (size <= data.length) {
      data.fill(0, size);
      this.inode.data = data.subarray(0, size);
    } else if (data.byteOffset === 0 && size <= data.buffer.byteLength) {
      this.inode.data = new Uint8Array(data.buffer, 0, size);
    } else {
      const room = new Uint8Array(Math.min(LARGEST, Math.max(size, 2 * data.length, 256)));
      room.set(data);
      this.inode.data = room.subarray(0, size);
    }
    this.tree.touch(this.inode);
    this.written();
    return 0;
  }

  seek(offset: number, whence: number): Answer {
    const base = [0, this.position, this.inode.data.length][whence];
    if (base === undefined || base + offset < 0) return "EINVAL";
    this.position = base + offset;
    return this.position;
  }

  readiness(): number {
    return POLL.IN | POLL.RDNORM | POLL.OUT | POLL.WRNORM;
  }

  status(): Status {
    const { modified, permissions, links, socket } = this.tree.extra(this.inode);
    const size = this.inode.data.length;
    return {
      mode: (socket ? MODE.SOCKET : MODE.FILE) | permissions,
      size,
      inode: Number(this.inode.ino),
      modified,
      links,
    };
  }

  ioctl(request: number): Answer {
    return request === FIONREAD ? Math.max(0, this.inode.data.length - this.position) : "ENOTTY";
  }

  release(): void {}
}
