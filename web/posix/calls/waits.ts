// SPDX-License-Identifier: MIT

import { POLL } from "../abi.ts";
import type { Changes } from "../changes.ts";
import type { Answer, Reply } from "../errno.ts";
import type { Process } from "../process.ts";
import { type Calls, prompt, waits } from "./table.ts";

/** What is reported whether it was asked for or not. */
const ALWAYS = POLL.ERR | POLL.HUP | POLL.NVAL;
const READABLE = POLL.IN | POLL.RDNORM | POLL.HUP | POLL.ERR;
const WRITABLE = POLL.OUT | POLL.WRNORM | POLL.ERR;
const FD_SETSIZE = 1024;

const limitOf = (milliseconds: number) => (milliseconds < 0 ? undefined : milliseconds);

function poll(process: Process, fds: number, count: number, milliseconds: number): Reply {
  const { descriptors, memory } = process;
  if (count > FD_SETSIZE) return "EINVAL";
  const changes: Changes[] = [];
  for (let i = 0; i < count; i++) {
    const file = descriptors.file(memory.view.getInt32(fds + 8 * i, true));
    if (file) changes.push(file.changed);
  }
  const attempt = (): Answer => {
    const { view } = memory;
    let ready = 0;
    for (let at = fds; at < fds + 8 * count; at += 8) {
      const fd = view.getInt32(at, true);
      const file = descriptors.file(fd);
      const bits = fd < 0 ? 0 : file ? file.readiness() & (view.getInt16(at + 4, true) | ALWAYS) : POLL.NVAL;
      view.setInt16(at + 6, bits, true);
      if (bits) ready++;
    }
    return ready || "EAGAIN";
  };
  return process.waiting.until({ on: changes, limit: limitOf(milliseconds), late: () => 0 }, attempt);
}

function select(process: Process, count: number, sets: number[], milliseconds: number): Reply {
  const { descriptors, memory } = process;
  if (count < 0) return "EINVAL";
  const size = Math.min(count, FD_SETSIZE);
  const asked = sets.map((set) => (set === 0 ? null : memory.bytes(set, FD_SETSIZE / 8).slice()));
  const has = (set: Uint8Array | null | undefined, fd: number) => set && ((set[fd >> 3] as number) >> (fd & 7)) & 1;
  const watched: number[] = [];
  const changes: Changes[] = [];
  for (let fd = 0; fd < size; fd++) {
    if (!asked.some((set) => has(set, fd))) continue;
    const file = descriptors.file(fd);
    if (!file) return "EBADF";
    watched.push(fd);
    changes.push(file.changed);
  }
  const store = (answers: Uint8Array[]) => {
    for (const [i, set] of sets.entries()) {
      if (set !== 0) memory.bytes(set, (size + 7) >> 3).set((answers[i] as Uint8Array).subarray(0, (size + 7) >> 3));
    }
  };
  const attempt = (): Answer => {
    const answers = sets.map(() => new Uint8Array(FD_SETSIZE / 8));
    let ready = 0;
    for (const fd of watched) {
      const bits = descriptors.file(fd)?.readiness() ?? 0;
      for (const [i, wanted] of [READABLE, WRITABLE, POLL.PRI].entries()) {
        if (!has(asked[i], fd) || !(bits & wanted)) continue;
        const answer = answers[i] as Uint8Array;
        answer[fd >> 3] = (answer[fd >> 3] as number) | (1 << (fd & 7));
        ready++;
      }
    }
    if (ready === 0) return "EAGAIN";
    store(answers);
    return ready;
  };
  const late = () => {
    store(sets.map(() => new Uint8Array(FD_SETSIZE / 8)));
    return 0;
  };
  return process.waiting.until({ on: changes, limit: limitOf(milliseconds), late }, attempt);
}

async function sleep(process: Process, milliseconds: number, left: number): Promise<Answer> {
  if (milliseconds === 0) return process.waiting.yield();
  const end = process.platform.monotonic() + milliseconds;
  const answer = await process.waiting.until({ on: [], limit: milliseconds, late: () => 0 }, () => "EAGAIN");
  process.memory.view.setFloat64(left, Math.max(0, end - process.platform.monotonic()), true);
  return answer;
}

/** Calls whose purpose is to wait, and signals. */
export function waitingCalls(process: Process): Calls {
  return {
    poll: waits((fds: number, count: number, milliseconds: number) => poll(process, fds >>> 0, count, milliseconds)),
    select: waits((count: number, reading: number, writing: number, failing: number, milliseconds: number) =>
      select(process, count, [reading, writing, failing], milliseconds),
    ),
    sleep: waits((milliseconds: number, left: number) => sleep(process, milliseconds, left)),
    yield: waits(() => process.waiting.yield()),
    pause: waits(() => process.waiting.until({ on: [] }, () => "EAGAIN")),
    setitimer: prompt((which: number, milliseconds: number, interval: number, old: number) => {
      if (which !== 0) return "EINVAL"; // ITIMER_REAL: the others count a processor's time, which nobody tells
      const { left, interval: between } = process.alarm.state;
      process.memory.view.setFloat64(old, left, true);
      process.memory.view.setFloat64(old + 8, between, true);
      if (milliseconds >= 0) process.alarm.set(milliseconds, interval);
      return 0;
    }),
    signal: prompt(() => process.takeSignal()),
    killed: waits((signal: number) => process.exit({ code: 128 + signal, signal })),
  };
}
