// SPDX-License-Identifier: MIT

import type { Errno } from "../../errno.ts";
import { isBroadcast, isMulticast, isUnix } from "../address.ts";
import { DatagramEntry, DatagramRoutes } from "./datagram_routes.ts";
import { Hosts, type NamedHost, OWN_HOST } from "./hosts.ts";
import { type Entry, Member } from "./members.ts";
import type { Port, ToBroker } from "./messages.ts";
import { type MakeChannel, StreamEntry, Streams } from "./streams.ts";
import { UnixNames } from "./unix_names.ts";
import { Internet, type PacketRecord } from "./weather/internet.ts";
import type { Clock } from "./weather/links.ts";
import type { Weather } from "./weather/weather.ts";

/** What the broker needs of where it runs, and whom it tells. */
export interface Surroundings {
  clock: Clock;
  /** Somebody wants to reach the practice hosts, which are not there. */
  wanted(): void;
  /** A packet was sent. */
  packet(record: PacketRecord): void;
}

/**
 * Keeps the tab's ports and names, listeners and backlogs, so that a connect completes while the program that listens
 * computes, as with a kernel. A stream's data never comes here; datagrams find their receivers here.
 */
export class Broker {
  private readonly names = new UnixNames<Entry>();
  private readonly streams: Streams;
  private readonly datagrams: DatagramRoutes;
  private readonly internet: Internet;
  private readonly members = new Map<Port, Member>();
  private readonly hosts: Hosts;
  private nextSocket = 1;

  constructor(makeChannel: MakeChannel, { clock, wanted, packet }: Surroundings) {
    this.hosts = new Hosts(wanted);
    this.internet = new Internet({
      clock,
      channel: makeChannel,
      accepting: (to) => this.streams.accepting(to),
      nameOf: (address) => this.hosts.name(address) ?? OWN_HOST.name,
      tell: packet,
    });
    this.streams = new Streams(makeChannel, this.names, this.internet);
    this.datagrams = new DatagramRoutes(this.names, this.internet);
  }

  /**
   * The weather from now on; null for none, when bytes go from program to program by the straight way. A connection
   * stays on the way that it was made on.
   */
  weather(weather: Weather | null): void {
    this.internet.weather = weather;
  }

  /** So many of the next packets that carry data are lost. */
  lose(count: number): void {
    this.internet.links.loseNext = count;
  }

  /** The practice hosts listen now, under these names; null where they do so no more. */
  practice(hosts: readonly NamedHost[] | null): void {
    this.hosts.become(hosts);
  }

  /** A program starts, on a host with these addresses besides loopback; it speaks over this port. */
  join(port: Port, addresses: readonly string[] = [], program = 0): void {
    const member = new Member(port, addresses, program);
    this.members.set(port, member);
    port.onmessage = ({ data }) => this.handle(member, data as ToBroker);
    for (const path of this.names.files) member.tell({ type: "path", path, there: true });
  }

  /** A program has gone, by itself or not: what it had is free, and who was connected to it hears of it. */
  leave(port: Port): void {
    const member = this.members.get(port);
    if (!member) return;
    this.members.delete(port);
    for (const { member: other, end } of member.ends.values()) {
      other.ends.delete(end);
      other.tell({ type: "gone", end });
    }
    for (const entry of member.sockets.values()) entry.release();
    this.internet.leave(member.program);
    this.hosts.abandon(member);
    this.streams.abandon(member);
    this.datagrams.abandon(member);
  }

  private handle(member: Member, message: ToBroker): void {
    switch (message.type) {
      case "bind":
        this.bind(member, message);
        return;
      case "listen":
        this.listen(member, message);
        return;
      case "connect":
        this.connect(member, message);
        return;
      case "host":
        this.hosts.when(message, member, message.id, () => {
          const found = "name" in message ? this.hosts.address(message.name) : this.hosts.name(message.address);
          member.tell({ type: "host", id: message.id, found });
        });
        return;
      case "abandon":
        this.hosts.abandon(member, message.id);
        this.streams.abandon(member, message.id);
        this.datagrams.abandon(member, message.id);
        return;
      case "left":
        member.ends.delete(message.end);
        return;
      case "release":
        member.sockets.get(message.socket)?.release();
        member.sockets.delete(message.socket);
        return;
      case "path":
        this.path(message.path, message.next);
        member.tell({ type: "moved", id: message.id });
        return;
    }
    const entry = member.sockets.get(message.socket);
    if (message.type === "reuse" && entry?.claim) entry.claim.options.reuse = message.on;
    if (entry instanceof StreamEntry && message.type === "accepted") {
      entry.queued--;
      this.streams.fill(entry);
    }
    if (entry instanceof DatagramEntry) this.onDatagrams(entry, message);
  }

  private connect(member: Member, message: Extract<ToBroker, { type: "connect" }>): void {
    const { id, to, socket } = message;
    const go = () => {
      const error = this.hosts.unreachable(to);
      if (error) member.fail(id, error);
      else this.streams.connect(member, message, member.sockets.get(socket ?? 0));
    };
    if (isUnix(to)) go();
    else this.hosts.when(to, member, id, go);
  }

  private onDatagrams(entry: DatagramEntry, message: ToBroker): void {
    switch (message.type) {
      case "send": {
        const to = message.to ?? entry.peer;
        const error = to && this.hosts.unreachable(to);
        if (error) entry.owner.fail(message.id, error);
        else this.datagrams.send(entry, message);
        return;
      }
      case "peer": {
        const { to } = message;
        const error = (to && this.hosts.unreachable(to)) ?? this.datagrams.connect(entry, to);
        if (error) {
          entry.owner.fail(message.id, error);
          return;
        }
        entry.owner.tell({ type: "peered", id: message.id, local: entry.local });
        return;
      }
      case "taken":
        this.datagrams.taken(entry, message.bytes);
        return;
      case "room":
        entry.room = message.bytes;
        return;
      case "all":
        entry.all = message.on;
        return;
      case "group":
        if (message.joined) entry.groups.add(message.address);
        else entry.groups.delete(message.address);
        return;
    }
  }

  private bind(member: Member, { id, kind, local, options }: Extract<ToBroker, { type: "bind" }>): void {
    const entry = this.claim(member, kind, local, options);
    if (typeof entry === "string") {
      member.fail(id, entry);
      return;
    }
    member.sockets.set(entry.number, entry);
    if (isUnix(entry.local)) this.announce(entry.local.path, true);
    member.tell({ type: "bound", id, socket: entry.number, local: entry.local });
  }

  private claim(
    member: Member,
    kind: "stream" | "datagram",
    local: Parameters<Streams["bind"]>[2],
    options: Parameters<Streams["bind"]>[3],
  ): Entry | Errno {
    const elsewhere = kind === "datagram" && !isUnix(local) && (isMulticast(local) || isBroadcast(local));
    if (!member.owns(local) && !elsewhere) return "EADDRNOTAVAIL";
    const group = kind === "stream" ? this.streams : this.datagrams;
    return group.bind(member, this.nextSocket++, local, options);
  }

  private listen(member: Member, { id, socket, backlog }: Extract<ToBroker, { type: "listen" }>): void {
    const entry = member.sockets.get(socket);
    const error = entry instanceof StreamEntry ? this.streams.listen(entry, backlog) : "EINVAL";
    if (error) {
      member.fail(id, error);
      return;
    }
    member.tell({ type: "listening", id });
    this.streams.fill(entry as StreamEntry);
  }

  /** A Unix socket's file was removed or renamed by one program: the others see it too. */
  private path(path: string, next: string | null): void {
    if (!this.names.move(path, next)) return;
    this.announce(path, false);
    if (next !== null) this.announce(next, true);
  }

  private announce(path: string, there: boolean): void {
    if (!path.startsWith("/")) return;
    for (const member of this.members.values()) member.tell({ type: "path", path, there });
  }
}
