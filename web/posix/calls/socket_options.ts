// SPDX-License-Identifier: MIT

import { AF, IP_MULTICAST, IPPROTO, IPV6_MULTICAST, SO, SOL_SOCKET } from "../abi.ts";
import type { Answer, Errno, Reply } from "../errno.ts";
import type { Memory } from "../memory.ts";
import { formatAddress } from "../names/numeric.ts";
import type { Group } from "../networks/network.ts";
import type { Process } from "../process.ts";
import { DatagramSocket } from "../sockets/datagram_socket.ts";
import type { Socket } from "../sockets/socket.ts";

const TIMEVAL = 16;

/** SO_RCVTIMEO has two numbers, one for each size of time_t that musl was built with. */
const isReceiveTimeout = (name: number) => name === SO.RCVTIMEO || name === SO.RCVTIMEO_OLD;
const isTimeout = (name: number) => isReceiveTimeout(name) || name === SO.SNDTIMEO || name === SO.SNDTIMEO_OLD;

/** Writes an option's value cut to the room there is, as Linux does. */
function store(memory: Memory, bytes: Uint8Array, value: number, length: number): Answer {
  const room = memory.view.getInt32(length, true);
  if (room < 0) return "EINVAL";
  const part = bytes.subarray(0, room);
  memory.bytes(value, part.length).set(part);
  memory.setU32(length, part.length);
  return 0;
}

function words(...values: number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(values).buffer);
}

export function getOption(
  process: Process,
  socket: Socket,
  level: number,
  name: number,
  value: number,
  length: number,
): Reply {
  const { memory } = process;
  if (level === SOL_SOCKET) {
    if (isTimeout(name)) {
      const limit = (isReceiveTimeout(name) ? socket.options.receiveTimeout : socket.options.sendTimeout) ?? 0;
      const bytes = new Uint8Array(TIMEVAL);
      const view = new DataView(bytes.buffer);
      view.setBigInt64(0, BigInt(Math.floor(limit / 1000)), true);
      view.setBigInt64(8, BigInt(Math.round((limit % 1000) * 1000)), true);
      return store(memory, bytes, value, length);
    }
    if (name === SO.LINGER) return store(memory, words(...(socket.options.linger ?? [0, 0])), value, length);
    if (name === SO.ERROR) {
      const told = () => {
        const error = socket.takeError();
        return store(memory, words(error ? (process.errnos.get(error) ?? -1) : 0), value, length);
      };
      // A program that polls SO_ERROR must see its connect end.
      return socket.connecting ? process.waiting.breathe(told, told) : told();
    }
  }
  const number = socket.options.number(level, name);
  if (typeof number === "string") return number;
  const kept = (told: number | null) => store(memory, words(told ?? number), value, length);
  const actual = socket.actual(level, name);
  return actual ? actual.then(kept) : kept(null);
}

/** The group that IP_ADD_MEMBERSHIP and its like name; null for every other option. */
function groupOf(memory: Memory, level: number, name: number, value: number, length: number): Group | Errno | null {
  const names = level === IPPROTO.IP ? IP_MULTICAST : level === IPPROTO.IPV6 ? IPV6_MULTICAST : null;
  if (!names || (name !== names.ADD && name !== names.DROP)) return null;
  const [family, size, least] = level === IPPROTO.IP ? (["inet", 4, 8] as const) : (["inet6", 16, 20] as const);
  if (length < least) return "EINVAL";
  return { family, address: formatAddress(memory.bytes(value, size)), joined: name === names.ADD };
}

export function setOption(
  memory: Memory,
  socket: Socket,
  level: number,
  name: number,
  value: number,
  length: number,
): Reply {
  const { options } = socket;
  // Address 0 is memory here, not a fault that comes by itself.
  if (value === 0 && length >= 4) return "EFAULT";
  if (level === SOL_SOCKET && isTimeout(name)) {
    if (length < TIMEVAL) return "EINVAL";
    const seconds = Number(memory.view.getBigInt64(value, true));
    const micros = memory.view.getInt32(value + 8, true);
    if (micros < 0 || micros >= 1e6) return "EDOM";
    const limit = seconds < 0 || (seconds === 0 && micros === 0) ? undefined : seconds * 1000 + micros / 1000;
    if (isReceiveTimeout(name)) options.receiveTimeout = limit;
    else options.sendTimeout = limit;
    return 0;
  }
  if (level === SOL_SOCKET && name === SO.LINGER) {
    if (length < 8) return "EINVAL";
    options.setLinger(memory.view.getInt32(value, true), memory.view.getInt32(value + 4, true));
    return 0;
  }
  const membership = groupOf(memory, level, name, value, length);
  if (membership) {
    if (typeof membership === "string") return membership;
    if ((socket.family === AF.INET) !== (membership.family === "inet")) return "ENOPROTOOPT";
    return socket instanceof DatagramSocket ? socket.member(membership) : "EPROTO";
  }
  // The tab has one network: whichever interface is asked for, it is that.
  if (level === IPPROTO.IP && name === IP_MULTICAST.IF && socket.family === AF.INET) return length < 4 ? "EINVAL" : 0;
  const byte = options.isByte(level, name) && length >= 1 && length < 4;
  if (length < 4 && !byte) return "EINVAL";
  const given = byte ? memory.view.getUint8(value) : memory.view.getInt32(value, true);
  const answer = options.setNumber(level, name, given);
  if (answer === 0) socket.optionSet(level, name, given);
  return answer;
}
