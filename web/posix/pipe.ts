// SPDX-License-Identifier: MIT

import { FIONREAD, O, POLL } from "./abi.ts";
import { Changes } from "./changes.ts";
import { Chunks } from "./chunks.ts";
import type { Answer } from "./errno.ts";
import { MODE, type OpenFile, type Status } from "./open_file.ts";

const CAPACITY = 65536;
/** Writes up to this size are not torn apart (PIPE_BUF). */
const ATOMIC = 4096;

class Pipe {
  readonly changed = new Changes();
  readonly chunks = new Chunks();
  readers = 1;
  writers = 1;
}

abstract class End {
  abstract flags: number;
  constructor(protected readonly pipe: Pipe) {}

  get changed(): Changes {
    return this.pipe.changed;
  }

  status(): Status {
    return { mode: MODE.PIPE | 0o600, size: 0, inode: 1, modified: 0, links: 1 };
  }

  ioctl(request: number): Answer {
    return request === FIONREAD ? this.pipe.chunks.size : "ENOTTY";
  }
}

class ReadEnd extends End implements OpenFile {
  flags: number = O.RDONLY;

  read(to: Uint8Array): Answer {
    if (to.length === 0) return 0;
    if (this.pipe.chunks.size === 0) return this.pipe.writers > 0 ? "EAGAIN" : 0;
    const count = this.pipe.chunks.take(to);
    this.pipe.changed.notify();
    return count;
  }

  write(): Answer {
    return "EBADF";
  }

  readiness(): number {
    return (this.pipe.chunks.size > 0 ? POLL.IN | POLL.RDNORM : 0) | (this.pipe.writers === 0 ? POLL.HUP : 0);
  }

  release(): void {
    this.pipe.readers--;
    this.pipe.changed.notify();
  }
}

class WriteEnd extends End implements OpenFile {
  flags: number = O.WRONLY;

  read(): Answer {
    return "EBADF";
  }

  write(from: Uint8Array): Answer {
    if (this.pipe.readers === 0) return "EPIPE";
    const space = CAPACITY - this.pipe.chunks.size;
    if (space === 0 || (from.length <= ATOMIC && from.length > space)) return "EAGAIN";
    const count = Math.min(space, from.length);
    this.pipe.chunks.push(from.slice(0, count));
    this.pipe.changed.notify();
    return count;
  }

  readiness(): number {
    if (this.pipe.readers === 0) return POLL.OUT | POLL.WRNORM | POLL.ERR;
    return CAPACITY - this.pipe.chunks.size >= ATOMIC ? POLL.OUT | POLL.WRNORM : 0;
  }

  release(): void {
    this.pipe.writers--;
    this.pipe.changed.notify();
  }
}

/** The two ends of a new pipe. */
export function openPipe(): { reader: OpenFile; writer: OpenFile } {
  const pipe = new Pipe();
  return { reader: new ReadEnd(pipe), writer: new WriteEnd(pipe) };
}
