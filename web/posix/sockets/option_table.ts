// SPDX-License-Identifier: MIT

import { IP_MULTICAST, IP_TOS, IPPROTO, IPV6_MULTICAST, IPV6_V6ONLY, SO, SOL_SOCKET, TCP_NODELAY } from "../abi.ts";

/** An option that is one number. */
export interface NumberOption {
  level: number;
  name: number;
  initial: number;
  /** What it begins with where the protocol is not TCP. */
  elsewhere?: number;
  /** Linux keeps 0 or 1, whatever was set. */
  flag?: boolean;
  /** What is not within answers EINVAL. */
  bounds?: [least: number, most: number];
  /** A program may give it as one byte. */
  byte?: boolean;
  /** How docs/protocol.md calls it, where the gateway sets it on the real socket. */
  forwarded?: string;
  /** How docs/protocol.md calls it, where the gateway can only be asked for it. */
  told?: string;
}

const { TCP, IP, IPV6 } = IPPROTO;

export const NUMBER_OPTIONS: readonly NumberOption[] = [
  { level: SOL_SOCKET, name: SO.REUSEADDR, initial: 0, flag: true },
  { level: SOL_SOCKET, name: SO.REUSEPORT, initial: 0, flag: true },
  { level: SOL_SOCKET, name: SO.DONTROUTE, initial: 0, flag: true },
  { level: SOL_SOCKET, name: SO.BROADCAST, initial: 0, flag: true },
  { level: SOL_SOCKET, name: SO.KEEPALIVE, initial: 0, flag: true, forwarded: "SO_KEEPALIVE" },
  { level: SOL_SOCKET, name: SO.OOBINLINE, initial: 0, flag: true },
  { level: SOL_SOCKET, name: SO.TIMESTAMP, initial: 0, flag: true },
  { level: SOL_SOCKET, name: SO.PRIORITY, initial: 0 },
  { level: SOL_SOCKET, name: SO.RCVLOWAT, initial: 1 },
  { level: SOL_SOCKET, name: SO.SNDBUF, initial: 16384, elsewhere: 212992, forwarded: "SO_SNDBUF" },
  { level: SOL_SOCKET, name: SO.RCVBUF, initial: 131072, elsewhere: 212992, forwarded: "SO_RCVBUF" },
  { level: TCP, name: TCP_NODELAY, initial: 0, flag: true, forwarded: "TCP_NODELAY" },
  { level: TCP, name: 2, initial: 1460, bounds: [88, 32767], told: "TCP_MAXSEG" },
  { level: TCP, name: 3, initial: 0, flag: true }, // TCP_CORK
  { level: TCP, name: 4, initial: 7200, bounds: [1, 32767], forwarded: "TCP_KEEPIDLE" },
  { level: TCP, name: 5, initial: 75, bounds: [1, 32767], forwarded: "TCP_KEEPINTVL" },
  { level: TCP, name: 6, initial: 9, bounds: [1, 127], forwarded: "TCP_KEEPCNT" },
  { level: TCP, name: 7, initial: 6, bounds: [1, 127] }, // TCP_SYNCNT
  { level: TCP, name: 12, initial: 0 }, // TCP_QUICKACK
  { level: TCP, name: 18, initial: 0, bounds: [0, 2 ** 31 - 1], forwarded: "TCP_USER_TIMEOUT" },
  { level: IP, name: IP_TOS, initial: 0, forwarded: "IP_TOS" },
  { level: IP, name: 2, initial: 64, bounds: [1, 255], forwarded: "IP_TTL" },
  { level: IP, name: IP_MULTICAST.TTL, initial: 1, bounds: [0, 255], byte: true },
  { level: IP, name: IP_MULTICAST.LOOP, initial: 1, flag: true, byte: true },
  { level: IP, name: IP_MULTICAST.ALL, initial: 1, bounds: [0, 1] },
  { level: IPV6, name: IPV6_V6ONLY, initial: 0, flag: true },
  { level: IPV6, name: IPV6_MULTICAST.HOPS, initial: 1, bounds: [-1, 255] },
  { level: IPV6, name: IPV6_MULTICAST.LOOP, initial: 1, bounds: [0, 1] },
];

/** Levels that sockets know. */
export const LEVELS: ReadonlySet<number> = new Set([SOL_SOCKET, IP, TCP, IPV6]);
