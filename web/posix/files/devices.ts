// SPDX-License-Identifier: MIT

import { POLL } from "../abi.ts";
import { Changes } from "../changes.ts";
import type { Answer } from "../errno.ts";
import type { OpenFile, Status } from "../open_file.ts";

/** The devices that programs take for granted: null, zero, random and urandom. */
export class Device implements OpenFile {
  readonly changed = new Changes();

  private constructor(
    public flags: number,
    private readonly fill: (to: Uint8Array) => number,
  ) {}

  static open(name: string, flags: number, random: (into: Uint8Array) => void): Device | null {
    const whole = (fill: (to: Uint8Array) => void) => (to: Uint8Array) => {
      fill(to);
      return to.length;
    };
    if (name === "dev/null") return new Device(flags, () => 0);
    if (name === "dev/zero")
      return new Device(
        flags,
        whole((to) => to.fill(0)),
      );
    if (name === "dev/random" || name === "dev/urandom") return new Device(flags, whole(random));
    return null;
  }

  read(to: Uint8Array): Answer {
    return this.fill(to);
  }

  write(from: Uint8Array): Answer {
    return from.length;
  }

  readiness(): number {
    return POLL.IN | POLL.RDNORM | POLL.OUT | POLL.WRNORM;
  }

  status(): Status {
    return { mode: 0o020666, size: 0, inode: 4, modified: 0, links: 1 };
  }

  ioctl(): Answer {
    return "ENOTTY";
  }

  release(): void {}
}
