// SPDX-License-Identifier: MIT

import type { Errno } from "../../errno.ts";
import { isBroadcast, isMulticast, isUnix, sameAddress, unspecified } from "../address.ts";
import type { BindOptions, Endpoint, SocketAddress } from "../network.ts";
import type { Entry, Member } from "./members.ts";
import type { ToBroker } from "./messages.ts";
import { type Claim, overlap, Ports } from "./ports.ts";
import type { UnixNames } from "./unix_names.ts";
import type { Internet } from "./weather/internet.ts";

/** What a datagram costs its receiver's SO_RCVBUF beyond its bytes, as Linux counts. */
const OVERHEAD = 768;
/** SO_RCVBUF of Linux. */
const USUAL_ROOM = 212_992;
/** Linux's net.unix.max_dgram_qlen: one more than this is taken. */
const MOST_WAITING = 10;

type Send = Extract<ToBroker, { type: "send" }>;

interface Parked {
  member: Member;
  send: Send;
  from: SocketAddress;
}

/** A datagram socket, with or without an address. */
export class DatagramEntry implements Entry {
  peer: SocketAddress | null = null;
  room = USUAL_ROOM;
  /** IP_MULTICAST_ALL */
  all = true;
  readonly groups = new Set<string>();
  /** What its queue holds. */
  queued = { count: 0, bytes: 0 };
  /** Datagrams of Unix sockets that wait for room in the queue. */
  parked: Parked[] = [];

  constructor(
    readonly number: number,
    readonly owner: Member,
    public local: SocketAddress,
    readonly claim: Claim | null,
    readonly release: () => void,
  ) {}

  /** Whether it wants to hear of this sender at all. */
  hears(from: SocketAddress): boolean {
    return this.peer === null || sameAddress(this.peer, from);
  }
}

/** Who has which datagram socket, and what goes from one to another. */
export class DatagramRoutes {
  private readonly ports = new Ports();
  private readonly bound = new Map<Claim, DatagramEntry>();
  private readonly all = new Set<DatagramEntry>();

  constructor(
    private readonly names: UnixNames<Entry>,
    private readonly internet: Internet,
  ) {}

  /** A Unix socket without a name sends, and nobody can answer. */
  bind(member: Member, number: number, local: SocketAddress, options: BindOptions): DatagramEntry | Errno {
    if (isUnix(local)) {
      const address = { ...local };
      const entry = new DatagramEntry(number, member, address, null, () => {
        this.names.release(address.path, entry);
        this.released(entry);
      });
      const name = options.nameless ? "" : this.names.claim(local.path, entry);
      if (name === undefined) return "EADDRINUSE";
      address.path = name;
      this.all.add(entry);
      return entry;
    }
    const claim = this.ports.claim(local, options);
    if (!claim) return "EADDRINUSE";
    const entry = new DatagramEntry(number, member, claim.local, claim, () => {
      this.bound.delete(claim);
      this.ports.release(claim);
      this.released(entry);
    });
    this.bound.set(claim, entry);
    this.all.add(entry);
    return entry;
  }

  /** The peer that a socket sends to where nothing else is said, and the only one that it hears. */
  connect(entry: DatagramEntry, to: SocketAddress | null): Errno | null {
    if (to && isUnix(to)) {
      const found = this.named(to.path, entry.local);
      if (typeof found === "string") return found;
    } else if (to && !isUnix(entry.local)) {
      entry.local = entry.owner.source(entry.local, to);
    } else if (entry.claim) {
      entry.local = entry.claim.local;
    }
    entry.peer = to;
    return null;
  }

  send(from: DatagramEntry, message: Send): void {
    const { owner } = from;
    const to = message.to ?? from.peer;
    if (!to) {
      owner.fail(message.id, "EDESTADDRREQ");
      return;
    }
    if (isUnix(to)) {
      this.sendUnix(from, to.path, message);
      return;
    }
    const source = owner.source(isUnix(from.local) ? null : from.local, to);
    if (this.internet.weather) this.sendByPackets(from, source, to, message);
    else this.receive(from, source, to, message.loop, message.bytes);
    owner.tell({ type: "sent", id: message.id });
  }

  private sendByPackets(from: DatagramEntry, source: Endpoint, to: Endpoint, { bytes, loop }: Send): void {
    const { program } = from.owner;
    const known = this.receivers(to, source, loop)[0]?.owner.program ?? null;
    const datagram = { from: source, to, data: new Uint8Array(bytes) };
    this.internet.datagram(datagram, program, known, (data) =>
      this.receive(from, source, to, loop, data.slice().buffer),
    );
  }

  /** A datagram has come to where it was sent. */
  private receive(from: DatagramEntry, source: Endpoint, to: Endpoint, loop: boolean, bytes: ArrayBuffer): void {
    const receivers = this.receivers(to, source, loop);
    const together = isMulticast(to) || isBroadcast(to);
    if (receivers.length === 0 && !together && from.peer) {
      from.owner.tell({ type: "unreachable", socket: from.number });
    }
    for (const receiver of receivers) {
      // Linux takes one more where there is any room at all.
      if (receiver.queued.bytes >= receiver.room) continue;
      this.deliver(receiver, source, to, receivers.length === 1 ? bytes : bytes.slice(0));
    }
  }

  taken(entry: DatagramEntry, bytes: number): void {
    entry.queued.count--;
    entry.queued.bytes -= bytes + OVERHEAD;
    while (entry.queued.count <= MOST_WAITING) {
      const parked = entry.parked.shift();
      if (!parked) return;
      this.deliver(entry, parked.from, entry.local, parked.send.bytes);
      parked.member.tell({ type: "sent", id: parked.send.id });
    }
  }

  abandon(member: Member, id?: number): void {
    for (const entry of this.all) {
      entry.parked = entry.parked.filter((each) => each.member !== member || (id !== undefined && each.send.id !== id));
    }
  }

  private sendUnix(from: DatagramEntry, path: string, message: Send): void {
    const { owner } = from;
    const receiver = this.named(path, from.local);
    if (typeof receiver === "string") {
      owner.fail(message.id, receiver);
      return;
    }
    if (receiver.queued.count > MOST_WAITING) {
      if (!message.patient) {
        owner.fail(message.id, "EAGAIN");
        return;
      }
      receiver.parked.push({ member: owner, send: message, from: from.local });
      return;
    }
    this.deliver(receiver, from.local, receiver.local, message.bytes);
    owner.tell({ type: "sent", id: message.id });
  }

  /** The Unix socket that this sender may send to. */
  private named(path: string, from: SocketAddress): DatagramEntry | Errno {
    const entry = this.names.find(path);
    if (typeof entry === "string") return entry;
    if (!(entry instanceof DatagramEntry)) return "EPROTOTYPE";
    return entry.hears(from) ? entry : "EPERM";
  }

  private deliver(receiver: DatagramEntry, from: SocketAddress, to: SocketAddress, bytes: ArrayBuffer): void {
    receiver.queued.count++;
    receiver.queued.bytes += bytes.byteLength + OVERHEAD;
    receiver.owner.tell({ type: "datagram", socket: receiver.number, from, to, bytes }, bytes);
  }

  /** Whom a datagram over UDP reaches: all members of a group, all on a port for a broadcast, else the one that fits best. */
  private receivers(to: Endpoint, from: Endpoint, loop: boolean): DatagramEntry[] {
    const everyone = isBroadcast(to);
    const group = isMulticast(to);
    const any = unspecified(to.family) as Endpoint;
    const wanted: Claim = { local: to, options: { reuse: false, only6: false }, listening: false };
    const fits = [...this.bound].filter(([claim, entry]) => {
      if (!overlap(claim, wanted) || !entry.hears(from)) return false;
      // A socket on one address hears nothing that is for all of them.
      return !(everyone || group) || sameAddress(claim.local, to) || claim.local.address === any.address;
    });
    const entries = fits.map(([, entry]) => entry);
    if (everyone) return entries;
    if (group) {
      const joined = loop && entries.some((each) => each.groups.has(to.address));
      return joined ? entries.filter((each) => each.all || each.groups.has(to.address)) : [];
    }
    const rank = (entry: DatagramEntry) =>
      Number(entry.peer !== null) * 4 +
      Number((entry.claim as Claim).local.address === to.address) * 2 +
      Number((entry.claim as Claim).local.family === to.family);
    // Of equals the one that was bound last.
    const best = entries.reverse().sort((one, other) => rank(other) - rank(one))[0];
    return best ? [best] : [];
  }

  private released(entry: DatagramEntry): void {
    this.all.delete(entry);
    for (const { member, send } of entry.parked) member.fail(send.id, "ECONNREFUSED");
    entry.parked = [];
  }
}
