// SPDX-License-Identifier: MIT

import { FIONREAD, O, POLL, TERMINAL } from "../abi.ts";
import type { Changes } from "../changes.ts";
import type { Answer } from "../errno.ts";
import type { Memory } from "../memory.ts";
import { MODE, type OpenFile, type Status } from "../open_file.ts";
import type { LineDiscipline } from "./line_discipline.ts";

/** Of one message to the screen. */
const LARGEST = 64 * 1024;

/** The terminal as a file: descriptors 0, 1 and 2, and /dev/tty. */
export class TerminalFile implements OpenFile {
  flags: number = O.RDWR;

  constructor(
    private readonly terminal: LineDiscipline,
    private readonly memory: Memory,
    private readonly fd: 1 | 2,
  ) {}

  get changed(): Changes {
    return this.terminal.changed;
  }

  get readLimit(): number | undefined {
    return this.terminal.readLimit;
  }

  readonly readLate = (): Answer => (this.terminal.readLimit === undefined ? "EAGAIN" : 0);

  read(to: Uint8Array): Answer {
    return this.terminal.read(to);
  }

  write(from: Uint8Array): Answer {
    if (this.terminal.congested) return "EAGAIN";
    let done = 0;
    while (done < from.length && !this.terminal.congested) {
      const piece = from.subarray(done, done + LARGEST);
      this.terminal.write(piece, this.fd);
      done += piece.length;
    }
    return done;
  }

  readiness(): number {
    const { readable, congested } = this.terminal;
    return (readable ? POLL.IN | POLL.RDNORM : 0) | (congested ? 0 : POLL.OUT | POLL.WRNORM);
  }

  status(): Status {
    return { mode: MODE.TERMINAL | 0o620, size: 0, inode: 3, modified: 0, links: 1 };
  }

  ioctl(request: number, argument: number): Answer {
    const { terminal, memory } = this;
    switch (request) {
      case TERMINAL.TCGETS:
        terminal.termios.store(memory, argument);
        return 0;
      case TERMINAL.TCSETS:
      case TERMINAL.TCSETSW:
      case TERMINAL.TCSETSF:
        terminal.configure((termios) => termios.load(memory, argument), request === TERMINAL.TCSETSF);
        return 0;
      case TERMINAL.TCFLSH:
        if (argument !== 1) terminal.flush();
        return 0;
      case TERMINAL.TIOCGWINSZ: {
        const { view } = memory;
        view.setUint16(argument, terminal.rows, true);
        view.setUint16(argument + 2, terminal.columns, true);
        view.setUint32(argument + 4, 0, true);
        return 0;
      }
      case TERMINAL.TIOCSWINSZ:
        terminal.rows = memory.view.getUint16(argument, true);
        terminal.columns = memory.view.getUint16(argument + 2, true);
        return 0;
      case FIONREAD:
        return terminal.available;
      default:
        return "ENOTTY";
    }
  }

  release(): void {}
}
