// SPDX-License-Identifier: MIT

import type { Answer } from "./errno.ts";
import type { OpenFile } from "./open_file.ts";

/** As many as Linux allows a process by default. */
export const MOST_DESCRIPTORS = 1024;

interface Slot {
  file: OpenFile;
  closeOnExec: boolean;
}

/** The one table that stands for the kernel's: terminal, files, pipes and sockets by their numbers. */
export class Descriptors {
  private readonly slots: (Slot | undefined)[] = [];
  private readonly references = new Map<OpenFile, number>();

  /** New descriptors have this number or a higher one, where lower ones belong to another table. */
  constructor(private readonly first = 0) {}

  file(fd: number): OpenFile | undefined {
    return this.slots[fd]?.file;
  }

  get files(): OpenFile[] {
    return [...this.references.keys()];
  }

  /** Takes the lowest free number of this table that is not below `least`. */
  add(file: OpenFile, closeOnExec = false, least = 0): Answer {
    let fd = Math.max(least, this.first);
    while (this.slots[fd]) fd++;
    if (fd >= MOST_DESCRIPTORS) return "EMFILE";
    return this.put(fd, file, closeOnExec);
  }

  /** Makes `fd` mean `file`, closing what it was. */
  put(fd: number, file: OpenFile, closeOnExec: boolean): number {
    this.references.set(file, (this.references.get(file) ?? 0) + 1);
    if (this.slots[fd]) this.close(fd);
    this.slots[fd] = { file, closeOnExec };
    return fd;
  }

  closeOnExec(fd: number, value?: boolean): boolean {
    const slot = this.slots[fd];
    if (slot && value !== undefined) slot.closeOnExec = value;
    return slot?.closeOnExec ?? false;
  }

  close(fd: number): Answer {
    const slot = this.slots[fd];
    if (!slot) return "EBADF";
    this.slots[fd] = undefined;
    const left = (this.references.get(slot.file) ?? 1) - 1;
    if (left > 0) {
      this.references.set(slot.file, left);
    } else {
      this.references.delete(slot.file);
      slot.file.release();
    }
    return 0;
  }

  closeAll(): void {
    for (let fd = 0; fd < this.slots.length; fd++) this.close(fd);
  }
}
