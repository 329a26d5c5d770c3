// SPDX-License-Identifier: MIT
// poll and select on sets that hold at least one socket, as the native --trace writes them.

import { POLL } from "../abi.ts";
import type { Description } from "../call_record.ts";
import type { Process } from "../process.ts";
import { Socket } from "../sockets/socket.ts";

/** Sets of more members are shown by their beginning. */
const SHOWN = 32;
const FD_SETSIZE = 1024;

function eventNames(bits: number): string {
  const names = Object.entries(POLL)
    .filter(([, bit]) => bits & bit)
    .map(([name]) => `POLL${name}`);
  return names.join("|") || "0";
}

const seconds = (milliseconds: number): string =>
  milliseconds < 0 ? "forever" : `${(milliseconds / 1000).toFixed(6)}`;

const isSocket = (process: Process, fd: number): boolean => process.descriptors.file(fd) instanceof Socket;

export function describePoll(process: Process, [fds = 0, count = 0, milliseconds = 0]: readonly number[]): Description {
  const { memory } = process;
  const shown = Math.min(count >>> 0, SHOWN);
  const each = (offset: number) =>
    Array.from({ length: shown }, (_, at) => {
      const member = (fds >>> 0) + 8 * at;
      return { fd: memory.view.getInt32(member, true), events: memory.view.getUint16(member + offset, true) };
    });
  const asked = each(4);
  if (!asked.some(({ fd }) => isSocket(process, fd))) return null;
  const text = (members: typeof asked) => {
    const words = members.map(({ fd, events }) => `${fd} ${eventNames(events)}`).join(", ");
    return `[${words}${count > SHOWN ? ", …" : ""}]`;
  };
  const args = [text(asked), seconds(milliseconds)];
  return (answer) => {
    const worked = typeof answer === "number" && answer > 0;
    return worked
      ? { name: "poll", args, gave: text(each(6).filter(({ events }) => events !== 0)) }
      : { name: "poll", args };
  };
}

export function describeSelect(process: Process, raw: readonly number[]): Description {
  const [count = 0, reading = 0, writing = 0, failing = 0, milliseconds = 0] = raw;
  const { memory } = process;
  const highest = Math.min(Math.max(count, 0), FD_SETSIZE);
  const sets = [
    ["read", reading >>> 0],
    ["write", writing >>> 0],
    ["except", failing >>> 0],
  ] as const;
  const members = (set: number): number[] => {
    const bytes = memory.bytes(set, FD_SETSIZE / 8);
    return Array.from({ length: highest }, (_, fd) => fd).filter((fd) => ((bytes[fd >> 3] as number) >> (fd & 7)) & 1);
  };
  const there = sets.filter(([, set]) => set !== 0);
  const now = () => there.map(([name, set]) => [name, members(set)] as const);
  const asked = now();
  if (!asked.some(([, fds]) => fds.some((fd) => isSocket(process, fd)))) return null;
  const text = (all: typeof asked) => all.map(([name, fds]) => `${name}[${fds.join(" ")}]`).join(" ");
  const args = [text(asked), seconds(milliseconds)];
  return (answer) =>
    typeof answer === "number" && answer > 0 ? { name: "select", args, gave: text(now()) } : { name: "select", args };
}
