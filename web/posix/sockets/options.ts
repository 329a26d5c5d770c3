// SPDX-License-Identifier: MIT

import { AF, IP_TOS, IPPROTO, IPV6_V6ONLY, SO, SOCK, SOL_SOCKET, TCP_NODELAY } from "../abi.ts";
import type { Errno } from "../errno.ts";

type Forward = (name: string, value: number | [number, number]) => void;

/** Options kept as a number: level, name and the value they start with. */
const NUMBERS: [level: number, name: number, initial: number][] = [
  [SOL_SOCKET, SO.REUSEADDR, 0],
  [SOL_SOCKET, SO.REUSEPORT, 0],
  [SOL_SOCKET, SO.DONTROUTE, 0],
  [SOL_SOCKET, SO.BROADCAST, 0],
  [SOL_SOCKET, SO.KEEPALIVE, 0],
  [SOL_SOCKET, SO.OOBINLINE, 0],
  [SOL_SOCKET, SO.RCVLOWAT, 1],
  [SOL_SOCKET, SO.SNDBUF, 16384],
  [SOL_SOCKET, SO.RCVBUF, 131072],
  [IPPROTO.TCP, TCP_NODELAY, 0],
  [IPPROTO.TCP, 4, 7200], // TCP_KEEPIDLE
  [IPPROTO.TCP, 5, 75], // TCP_KEEPINTVL
  [IPPROTO.TCP, 6, 9], // TCP_KEEPCNT
  [IPPROTO.TCP, 12, 0], // TCP_QUICKACK
  [IPPROTO.TCP, 18, 0], // TCP_USER_TIMEOUT
  [IPPROTO.IP, IP_TOS, 0],
  [IPPROTO.IP, 2, 64], // IP_TTL
  [IPPROTO.IPV6, IPV6_V6ONLY, 0],
];

/** Options that the gateway sets on the real socket, by the names of docs/protocol.md. */
const FORWARDED = new Map([
  [`${IPPROTO.TCP} ${TCP_NODELAY}`, "TCP_NODELAY"],
  [`${SOL_SOCKET} ${SO.KEEPALIVE}`, "SO_KEEPALIVE"],
  [`${SOL_SOCKET} ${SO.RCVBUF}`, "SO_RCVBUF"],
  [`${SOL_SOCKET} ${SO.SNDBUF}`, "SO_SNDBUF"],
  [`${IPPROTO.IP} ${IP_TOS}`, "IP_TOS"],
]);

const ON_OR_OFF = new Set<number>([SO.REUSEADDR, SO.REUSEPORT, SO.DONTROUTE, SO.BROADCAST, SO.KEEPALIVE, SO.OOBINLINE]);
/** Read only, a constant of the socket or asked of it elsewhere. */
const READ_ONLY = new Set<number>([SO.TYPE, SO.ERROR, SO.ACCEPTCONN, SO.PROTOCOL, SO.DOMAIN]);

/** What setsockopt set: remembered for getsockopt, and told to the host's socket where that has a meaning. */
export class SocketOptions {
  private readonly values = new Map(NUMBERS.map(([level, name, initial]) => [`${level} ${name}`, initial]));
  private readonly set = new Set<string>();
  linger: [number, number] | null = null;
  /** Milliseconds; undefined blocks for ever. */
  receiveTimeout: number | undefined;
  sendTimeout: number | undefined;

  constructor(
    private readonly family: number,
    private readonly forward: Forward,
  ) {}

  /** What a new connection's host socket has to be told. */
  forHost(): [string, number | [number, number]][] {
    const list: [string, number | [number, number]][] = [];
    for (const key of this.set) list.push([FORWARDED.get(key) as string, this.values.get(key) as number]);
    if (this.linger) list.push(["SO_LINGER", this.linger]);
    return list;
  }

  setLinger(on: number, seconds: number): void {
    this.linger = [on ? 1 : 0, seconds];
    this.forward("SO_LINGER", this.linger);
  }

  setNumber(level: number, name: number, value: number): Errno | 0 {
    const key = `${level} ${name}`;
    if (!this.values.has(key) || (level === SOL_SOCKET && READ_ONLY.has(name))) return "ENOPROTOOPT";
    const isBuffer = level === SOL_SOCKET && (name === SO.SNDBUF || name === SO.RCVBUF);
    // Linux doubles a buffer's size for its own bookkeeping and says so when asked.
    if (isBuffer) this.values.set(key, Math.max(2 * value, name === SO.SNDBUF ? 4608 : 2304));
    else
      this.values.set(
        key,
        (level === SOL_SOCKET && ON_OR_OFF.has(name)) || key === NODELAY ? Number(value !== 0) : value,
      );
    const forwarded = FORWARDED.get(key);
    if (forwarded) {
      this.set.add(key);
      this.forward(forwarded, isBuffer ? value : (this.values.get(key) as number));
    }
    return 0;
  }

  number(level: number, name: number): number | undefined {
    if (level === SOL_SOCKET) {
      if (name === SO.TYPE) return SOCK.STREAM;
      if (name === SO.PROTOCOL) return IPPROTO.TCP;
      if (name === SO.DOMAIN) return this.family;
      if (name === SO.ACCEPTCONN) return 0;
      if (name === SO.SNDLOWAT) return 1;
    }
    if (level === IPPROTO.IPV6 && this.family === AF.INET) return undefined;
    return this.values.get(`${level} ${name}`);
  }
}

const NODELAY = `${IPPROTO.TCP} ${TCP_NODELAY}`;
