// SPDX-License-Identifier: MIT

import type { Memory } from "../memory.ts";

export const I = { INLCR: 0o100, IGNCR: 0o200, ICRNL: 0o400 } as const;
export const OUT = { OPOST: 1, ONLCR: 4 } as const;
export const L = { ISIG: 1, ICANON: 2, ECHO: 0o10, ECHOE: 0o20, ECHOK: 0o40, ECHONL: 0o100, ECHOCTL: 0o1000 } as const;
export const V = { INTR: 0, QUIT: 1, ERASE: 2, KILL: 3, EOF: 4, TIME: 5, MIN: 6, WERASE: 14 } as const;

const CONTROL_CHARACTERS = 32;
const SPEED = 0o17; // B38400

/** struct termios as tcgetattr gives it for a new pseudo terminal on Linux. */
export class Termios {
  input = 0o2400 | 0o40000; // ICRNL | IXON | IUTF8
  output = 0o5; // OPOST | ONLCR
  control = 0o277; // CREAD | CS8 | B38400
  local = 0o105073; // ISIG ICANON ECHO ECHOE ECHOK ECHOCTL ECHOKE IEXTEN
  characters = new Uint8Array(CONTROL_CHARACTERS);

  constructor() {
    this.characters.set([3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22]);
  }

  store(memory: Memory, address: number): void {
    const { view } = memory;
    view.setUint32(address, this.input, true);
    view.setUint32(address + 4, this.output, true);
    view.setUint32(address + 8, this.control, true);
    view.setUint32(address + 12, this.local, true);
    view.setUint8(address + 16, 0);
    memory.bytes(address + 17, CONTROL_CHARACTERS).set(this.characters);
    view.setUint32(address + 52, SPEED, true);
    view.setUint32(address + 56, SPEED, true);
  }

  load(memory: Memory, address: number): void {
    const { view } = memory;
    this.input = view.getUint32(address, true);
    this.output = view.getUint32(address + 4, true);
    this.control = view.getUint32(address + 8, true);
    this.local = view.getUint32(address + 12, true);
    this.characters = memory.bytes(address + 17, CONTROL_CHARACTERS).slice();
  }
}
