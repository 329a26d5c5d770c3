// SPDX-License-Identifier: MIT

import { AF, FIONREAD, IP_MULTICAST, IPPROTO, IPV6_MULTICAST, O, POLL, SO, SOCK, SOL_SOCKET } from "../abi.ts";
import type { Once } from "../changes.ts";
import type { Answer, Errno } from "../errno.ts";
import { isBroadcast, isMulticast, isUnix } from "../networks/address.ts";
import type { Datagram, Datagrams, Group, Network, SocketAddress } from "../networks/network.ts";
import { SocketOptions } from "./options.ts";
import { asSeenBy, unmapped } from "./sockaddr.ts";
import { Socket } from "./socket.ts";

/** The most that one datagram carries: what IPv4, IPv6 and the send buffer of a Unix socket leave. */
const MOST = new Map<number, number>([
  [AF.INET, 65_507],
  [AF.INET6, 65_527],
  [AF.UNIX, 212_960],
]);

const isUnnamed = (address: SocketAddress): boolean => isUnix(address) && address.path === "";

/** A datagram socket, over UDP or AF_UNIX. */
export class DatagramSocket extends Socket {
  readonly options: SocketOptions;
  flags: number = O.RDWR;
  private datagrams: Datagrams | null = null;
  private opening: Promise<Errno | Datagrams> | null = null;
  private connectedTo: SocketAddress | null = null;
  private readonly groups = new Set<string>();
  private readShut = false;
  private writeShut = false;
  /** An error that poll has seen, and no call has told yet. */
  private pending: Errno | null = null;
  private unsubscribe: () => void = () => {};
  private released = false;

  constructor(
    family: number,
    private readonly network: Network,
    inode: number,
    /** Takes the promise that a closed socket keeps when all that it took is on its way. */
    private readonly lingering: (closing: Promise<void>) => void = () => {},
  ) {
    super(family, inode);
    this.options = new SocketOptions(family, SOCK.DGRAM, () => {});
  }

  /** A socket that is one of a pair. */
  adopt(datagrams: Datagrams, peer: SocketAddress | null = null): void {
    this.unsubscribe();
    this.datagrams = datagrams;
    this.connectedTo = peer;
    this.unsubscribe = datagrams.changed.subscribe(() => this.changed.notify());
    const room = this.options.number(SOL_SOCKET, SO.RCVBUF);
    if (typeof room === "number") datagrams.limit(room);
    if (this.options.number(IPPROTO.IP, IP_MULTICAST.ALL) === 0) datagrams.hearAll(false);
  }

  async bind(local: SocketAddress): Promise<Answer> {
    // A Unix socket that has only sent has no name yet.
    if (this.opening || (this.datagrams && (this.family !== AF.UNIX || !isUnnamed(this.datagrams.local))))
      return "EINVAL";
    const before = this.datagrams;
    this.datagrams = null;
    const opened = await this.open(unmapped(local) ?? local);
    if (typeof opened === "string") {
      if (before) this.datagrams = before;
      return opened;
    }
    before?.release();
    return this.connectedTo ? opened.connect(this.connectedTo) : 0;
  }

  async connect(to: SocketAddress): Promise<Answer> {
    const destination = this.destination(to);
    if (!destination) return "ENETUNREACH";
    if (!isUnix(destination) && isBroadcast(destination) && !this.flag(SOL_SOCKET, SO.BROADCAST)) return "EACCES";
    const datagrams = await this.ready();
    if (typeof datagrams === "string") return datagrams;
    const answer = await datagrams.connect(destination);
    if (answer === 0) this.connectedTo = destination;
    return answer;
  }

  async disconnect(): Promise<Answer> {
    this.connectedTo = null;
    return (await this.datagrams?.connect(null)) ?? 0;
  }

  /** What is wrong with sending so much to there, if anything. */
  refusal(size: number, to: SocketAddress | null): Errno | null {
    if (this.writeShut) return "EPIPE";
    const target = to && this.destination(to);
    if (to && !target) return "ENETUNREACH";
    if (!to && !this.connectedTo) return this.family === AF.UNIX ? "ENOTCONN" : "EDESTADDRREQ";
    if (target && !isUnix(target)) {
      if (target.port === 0) return "EINVAL";
      if (size > (MOST.get(this.family) as number)) return "EMSGSIZE";
      if (isBroadcast(target) && !this.flag(SOL_SOCKET, SO.BROADCAST)) return "EACCES";
    }
    if (size > (MOST.get(this.family) as number)) return "EMSGSIZE";
    return this.takeError();
  }

  /** Sends one datagram, which `refusal` has nothing against, and whose bytes stay as they are. */
  async send(bytes: Uint8Array, to: SocketAddress | null, patient: boolean, given: Once): Promise<Answer> {
    const datagrams = await this.ready();
    if (typeof datagrams === "string") return datagrams;
    const target = to && this.destination(to);
    const group = target !== null && !isUnix(target) && isMulticast(target);
    return datagrams.send(bytes, target, { patient, loop: this.loops, hops: this.hops(group), given });
  }

  /** The datagram that a receive would give now; EAGAIN where there is none. */
  next(): Datagram | Errno | null {
    const first = this.datagrams?.first;
    if (first) return first;
    return this.takeError() ?? (this.readShut ? null : "EAGAIN");
  }

  drop(): void {
    this.datagrams?.take();
  }

  /** Whom a datagram says that it comes from, as this socket tells it. */
  sender({ from }: Datagram): SocketAddress {
    return asSeenBy(this.family, from);
  }

  /** IP_ADD_MEMBERSHIP and its like. */
  async member(group: Group): Promise<Answer> {
    if (!isMulticast(group)) return "EINVAL";
    if (group.joined === this.groups.has(group.address)) return group.joined ? "EADDRINUSE" : "EADDRNOTAVAIL";
    if (group.joined) this.groups.add(group.address);
    else this.groups.delete(group.address);
    const datagrams = await this.ready();
    if (typeof datagrams === "string") return datagrams;
    datagrams.member(group);
    return 0;
  }

  local(): SocketAddress {
    return asSeenBy(this.family, this.datagrams?.local ?? this.nowhere);
  }

  peer(): SocketAddress | null {
    return this.connectedTo && asSeenBy(this.family, this.connectedTo);
  }

  read(to: Uint8Array): Answer {
    const next = this.next();
    if (next === null) return 0;
    if (typeof next === "string") return next;
    const part = next.bytes.subarray(0, to.length);
    to.set(part);
    this.drop();
    return part.length;
  }

  /** A datagram is sent as a whole, by `send`. */
  write(): Answer {
    return "EINVAL";
  }

  optionSet(level: number, name: number, value: number): void {
    if (level === SOL_SOCKET && name === SO.REUSEADDR) this.datagrams?.reuse(value !== 0);
    if (level === SOL_SOCKET && name === SO.RCVBUF) this.datagrams?.limit(2 * value);
    if (level === IPPROTO.IP && name === IP_MULTICAST.ALL) this.datagrams?.hearAll(value !== 0);
  }

  shutdown(how: number): Answer {
    if (how < 0 || how > 2) return "EINVAL";
    if (!this.connectedTo) return "ENOTCONN";
    if (how !== 1) this.readShut = true;
    if (how !== 0) this.writeShut = true;
    this.changed.notify();
    return 0;
  }

  takeError(): Errno | null {
    const error = this.pending ?? this.datagrams?.takeError() ?? null;
    this.pending = null;
    return error;
  }

  readiness(): number {
    let bits = this.writeShut || (this.datagrams?.room ?? true) ? POLL.OUT | POLL.WRNORM : 0;
    this.pending ??= this.datagrams?.takeError() ?? null;
    if (this.pending) bits |= POLL.ERR;
    if (this.datagrams?.first || this.readShut) bits |= POLL.IN | POLL.RDNORM;
    if (this.readShut) bits |= POLL.RDHUP;
    if (this.readShut && this.writeShut) bits |= POLL.HUP;
    return bits;
  }

  ioctl(request: number): Answer {
    return request === FIONREAD ? (this.datagrams?.first?.bytes.length ?? 0) : "ENOTTY";
  }

  release(): void {
    this.released = true;
    this.unsubscribe();
    const closing = this.datagrams?.release();
    if (closing) this.lingering(closing);
  }

  private get loops(): boolean {
    if (this.family === AF.UNIX) return true;
    return this.family === AF.INET
      ? this.flag(IPPROTO.IP, IP_MULTICAST.LOOP)
      : this.flag(IPPROTO.IPV6, IPV6_MULTICAST.LOOP);
  }

  private hops(group: boolean): number {
    const set = this.options.number(IPPROTO.IP, group ? IP_MULTICAST.TTL : 2);
    return typeof set === "number" ? set : 64;
  }

  /** The socket with an address, which it takes with its first use. */
  private async ready(): Promise<Errno | Datagrams> {
    return this.datagrams ?? this.open(this.nowhere, true);
  }

  private async open(local: SocketAddress, nameless = false): Promise<Errno | Datagrams> {
    this.opening ??= this.network.datagrams(local, { ...this.bindOptions, nameless });
    const opened = await this.opening;
    this.opening = null;
    if (typeof opened === "string") return opened;
    if (this.released) opened.release();
    else this.adopt(opened, this.connectedTo);
    return opened;
  }
}
