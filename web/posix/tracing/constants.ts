// SPDX-License-Identifier: MIT
// Numbers of the calls' arguments as C spells them.

import { AF, EAI, F, IPPROTO, MSG, O, SO, SOCK, SOL_SOCKET } from "../abi.ts";

const nameIn = (table: Record<string, number>, value: number, prefix: string): string | undefined => {
  const name = Object.keys(table).find((each) => table[each] === value);
  return name && prefix + name;
};

export const familyName = (value: number): string | number => nameIn(AF, value, "AF_") ?? value;

export function typeName(value: number): string | number {
  const base = value & 0xf;
  const kind = nameIn({ STREAM: SOCK.STREAM, DGRAM: SOCK.DGRAM, RAW: SOCK.RAW }, base, "SOCK_") ?? String(base);
  const bits = [value & SOCK.NONBLOCK && "SOCK_NONBLOCK", value & SOCK.CLOEXEC && "SOCK_CLOEXEC"].filter(Boolean);
  return value === 0 ? 0 : [kind, ...bits].join("|");
}

/** Bits joined by `|`; what has no name stays a hexadecimal number. */
function bitNames(table: Record<string, number>, prefix: string, value: number): string {
  const names: string[] = [];
  let rest = value;
  for (const [name, bit] of Object.entries(table)) {
    if (!(rest & bit)) continue;
    names.push(prefix + name);
    rest &= ~bit;
  }
  if (rest !== 0) names.push(`0x${(rest >>> 0).toString(16)}`);
  return names.join("|") || "0";
}

export const messageFlags = (value: number): string => bitNames(MSG, "MSG_", value);
/** Flags as F_SETFL takes them; what it passes over, as how a file was opened, is left out. */
export const fileFlags = (value: number): string => {
  const settable = { NONBLOCK: O.NONBLOCK, APPEND: O.APPEND };
  return bitNames(settable, "O_", value & (settable.NONBLOCK | settable.APPEND));
};
export const fcntlName = (value: number): string | number => nameIn(F, value, "F_") ?? value;
export const shutdownName = (value: number): string | number => ["SHUT_RD", "SHUT_WR", "SHUT_RDWR"][value] ?? value;
export const lookupError = (value: number): string | number => nameIn(EAI, value, "EAI_") ?? value;

const TCP_OPTIONS = new Map([
  [1, "TCP_NODELAY"],
  [2, "TCP_MAXSEG"],
  [3, "TCP_CORK"],
  [4, "TCP_KEEPIDLE"],
  [5, "TCP_KEEPINTVL"],
  [6, "TCP_KEEPCNT"],
  [7, "TCP_SYNCNT"],
  [12, "TCP_QUICKACK"],
  [18, "TCP_USER_TIMEOUT"],
]);

/** Level and name of an option, as two arguments. */
export function optionNames(level: number, name: number): [string | number, string | number] {
  if (level === SOL_SOCKET) {
    return ["SOL_SOCKET", (nameIn(SO, name, "SO_") ?? String(name)).replace("_OLD", "")];
  }
  if (level === IPPROTO.TCP) return ["IPPROTO_TCP", TCP_OPTIONS.get(name) ?? name];
  if (level === IPPROTO.IP) return ["IPPROTO_IP", name === 1 ? "IP_TOS" : name === 2 ? "IP_TTL" : name];
  if (level === IPPROTO.IPV6) return ["IPPROTO_IPV6", name === 26 ? "IPV6_V6ONLY" : name];
  return [level, name];
}
