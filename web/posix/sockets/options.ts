// SPDX-License-Identifier: MIT

import { AF, IPPROTO, SO, SOCK, SOL_SOCKET } from "../abi.ts";
import type { Errno } from "../errno.ts";
import { LEVELS, NUMBER_OPTIONS, type NumberOption } from "./option_table.ts";

type Forward = (name: string, value: number | [number, number]) => void;

const key = (level: number, name: number) => `${level} ${name}`;
const TABLE = new Map<string, NumberOption>(NUMBER_OPTIONS.map((option) => [key(option.level, option.name), option]));

/** Linux waits for ever where the seconds are negative: the host hears of very long, as the protocol has no such numbers. */
function lingerForHost([on, seconds]: [number, number]): [number, number] {
  return [on, Math.min(seconds >>> 0, 2 ** 31 - 1)];
}

/** What setsockopt set: remembered for getsockopt, and told to the host's socket where that has a meaning. */
export class SocketOptions {
  private readonly values = new Map<NumberOption, number>();
  linger: [number, number] | null = null;
  /** Milliseconds; undefined blocks for ever. */
  receiveTimeout: number | undefined;
  sendTimeout: number | undefined;

  constructor(
    private readonly family: number,
    private readonly type: number,
    private readonly forward: Forward,
    private readonly isListening: () => boolean = () => false,
  ) {}

  /** A connection begins with what its listener had. */
  inherit(from: SocketOptions): void {
    for (const [option, value] of from.values) this.values.set(option, value);
    this.linger = from.linger;
    this.receiveTimeout = from.receiveTimeout;
    this.sendTimeout = from.sendTimeout;
  }

  /** What a new connection's host socket has to be told. */
  forHost(): [string, number | [number, number]][] {
    const list: [string, number | [number, number]][] = [];
    for (const [{ forwarded }, value] of this.values) if (forwarded) list.push([forwarded, value]);
    if (this.linger) list.push(["SO_LINGER", lingerForHost(this.linger)]);
    return list;
  }

  setLinger(on: number, seconds: number): void {
    this.linger = [on ? 1 : 0, seconds];
    this.forward("SO_LINGER", lingerForHost(this.linger));
  }

  setNumber(level: number, name: number, given: number): Errno | 0 {
    if (this.family === AF.UNIX && level !== SOL_SOCKET) return "EOPNOTSUPP";
    const option = this.has(level) ? TABLE.get(key(level, name)) : undefined;
    if (!option) return "ENOPROTOOPT";
    const { bounds, flag, forwarded } = option;
    if (bounds && (given < bounds[0] || given > bounds[1])) return "EINVAL";
    const value = flag ? Number(given !== 0) : given;
    this.values.set(option, value);
    if (forwarded) this.forward(forwarded, value);
    return 0;
  }

  number(level: number, name: number): number | Errno {
    if (level === SOL_SOCKET) {
      if (name === SO.TYPE) return this.type;
      if (name === SO.PROTOCOL) return this.protocol;
      if (name === SO.DOMAIN) return this.family;
      if (name === SO.ACCEPTCONN) return Number(this.isListening());
      if (name === SO.SNDLOWAT) return 1;
    }
    if (!this.has(level)) return "EOPNOTSUPP";
    const option = TABLE.get(key(level, name));
    if (!option) return "ENOPROTOOPT";
    const set = this.values.get(option);
    if (set === undefined) return (this.isTcp ? undefined : option.elsewhere) ?? option.initial;
    // Linux doubles a buffer's size for its own bookkeeping and says so when asked.
    if (level === SOL_SOCKET && name === SO.SNDBUF) return Math.max(2 * set, 4608);
    if (level === SOL_SOCKET && name === SO.RCVBUF) return Math.max(2 * set, 2304);
    return set;
  }

  /** How the gateway is asked for an option of the real socket; undefined where there is none such. */
  nameForHost(level: number, name: number): string | undefined {
    const option = this.isTcp ? TABLE.get(key(level, name)) : undefined;
    return option?.forwarded ?? option?.told;
  }

  /** Whether an option may be given, or read, as one byte. */
  isByte(level: number, name: number): boolean {
    return TABLE.get(key(level, name))?.byte ?? false;
  }

  private get isTcp(): boolean {
    return this.type === SOCK.STREAM && this.family !== AF.UNIX;
  }

  private get protocol(): number {
    if (this.family === AF.UNIX) return 0;
    return this.isTcp ? IPPROTO.TCP : IPPROTO.UDP;
  }

  private has(level: number): boolean {
    if (this.family === AF.UNIX) return level === SOL_SOCKET;
    if (level === IPPROTO.TCP) return this.isTcp;
    return LEVELS.has(level) && (level !== IPPROTO.IPV6 || this.family === AF.INET6);
  }
}
