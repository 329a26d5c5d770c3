// SPDX-License-Identifier: MIT

import type { Errno } from "../../errno.ts";
import { isUnix, isWildcard, unspecified } from "../address.ts";
import type { BindOptions, Endpoint, SocketAddress } from "../network.ts";
import type { Entry, Member } from "./members.ts";
import type { Port, ToBroker } from "./messages.ts";
import { type Claim, Ports } from "./ports.ts";
import type { UnixNames } from "./unix_names.ts";
import type { Accepting, Internet } from "./weather/internet.ts";

/** Linux's net.core.somaxconn. */
const MOST_BACKLOG = 4096;

interface Attempt {
  member: Member;
  id: number;
  to: SocketAddress;
  local: SocketAddress;
}

/** A stream socket with an address of its own: it may listen. */
export class StreamEntry implements Entry {
  /** Set by listen. */
  backlog: number | undefined;
  /** Connections in its queue that no accept has taken. */
  queued = 0;
  /** Connects that wait for room in the queue. */
  waiting: Attempt[] = [];

  constructor(
    readonly number: number,
    readonly owner: Member,
    readonly local: SocketAddress,
    readonly claim: Claim | null,
    readonly release: () => void,
  ) {}

  get full(): boolean {
    return this.queued > (this.backlog ?? -1);
  }
}

/** Makes the two ends of a connection: a MessageChannel, or what a test has. */
export type MakeChannel = () => [Port, Port];

/** Listeners, their backlogs, and who connects to them. */
export class Streams {
  private readonly ports = new Ports();
  private readonly listeners = new Map<Claim, StreamEntry>();
  private readonly all = new Set<StreamEntry>();
  private readonly byPackets = new Map<{ member: Member; id: number }, () => void>();
  private nextEnd = 1;

  constructor(
    private readonly makeChannel: MakeChannel,
    private readonly names: UnixNames<Entry>,
    private readonly internet: Internet,
  ) {}

  bind(member: Member, number: number, local: SocketAddress, options: BindOptions): StreamEntry | Errno {
    if (isUnix(local)) {
      const release = () => this.released(entry, () => this.names.release(name, entry));
      // The entry has the name that is claimed for it.
      const address = { ...local };
      const entry = new StreamEntry(number, member, address, null, release);
      const name = this.names.claim(local.path, entry) ?? "";
      if (name === "") return "EADDRINUSE";
      address.path = name;
      this.all.add(entry);
      return entry;
    }
    const claim = this.ports.claim(local, options);
    if (!claim) return "EADDRINUSE";
    const entry = new StreamEntry(number, member, claim.local, claim, () =>
      this.released(entry, () => {
        this.listeners.delete(claim);
        this.ports.release(claim);
      }),
    );
    this.listeners.set(claim, entry);
    this.all.add(entry);
    return entry;
  }

  listen(entry: StreamEntry, backlog: number): Errno | null {
    if (entry.backlog === undefined && entry.claim && !this.ports.listen(entry.claim)) return "EADDRINUSE";
    // A negative number is taken without a sign, and then cut.
    entry.backlog = Math.min(backlog >>> 0, MOST_BACKLOG);
    return null;
  }

  connect(member: Member, message: Extract<ToBroker, { type: "connect" }>, from: Entry | undefined): void {
    const { id, to, patient } = message;
    if (this.internet.weather && !isUnix(to)) {
      this.connectByPackets(member, message, from);
      return;
    }
    const entry = this.listener(to);
    if (typeof entry === "string") {
      member.fail(id, entry);
      return;
    }
    if (isUnix(to) && !patient && entry.full) {
      member.fail(id, "EAGAIN");
      return;
    }
    const local = this.origin(member, to, from?.local);
    if (!local) {
      member.fail(id, "EADDRNOTAVAIL");
      return;
    }
    entry.waiting.push({ member, id, to, local });
    this.fill(entry);
  }

  /** Who listens at an address, for a connection that comes in packets. */
  accepting(to: Endpoint): Accepting | null {
    const entry = this.listener(to);
    if (typeof entry === "string") return null;
    const { owner, number } = entry;
    const arrived = (port: Port, local: Endpoint, peer: Endpoint) => {
      entry.queued++;
      owner.tell({ type: "arrived", socket: number, end: this.nextEnd++, local, peer }, port);
    };
    return { program: owner.program, full: entry.full, arrived };
  }

  abandon(member: Member, id?: number): void {
    for (const [attempt, give] of this.byPackets) {
      if (attempt.member === member && (id === undefined || attempt.id === id)) give();
    }
    for (const entry of this.all) {
      entry.waiting = entry.waiting.filter((each) => each.member !== member || (id !== undefined && each.id !== id));
    }
  }

  /** Lets connects into a listener's queue for as long as there is room: one more than its backlog, as on Linux. */
  fill(entry: StreamEntry): void {
    while (entry.backlog !== undefined && !entry.full) {
      const attempt = entry.waiting.shift();
      if (!attempt) return;
      const { member, local, to } = attempt;
      const [there, here] = this.makeChannel();
      const [far, near] = [this.nextEnd++, this.nextEnd++];
      entry.owner.ends.set(far, { member, end: near });
      member.ends.set(near, { member: entry.owner, end: far });
      entry.queued++;
      const peer = isUnix(to) ? entry.local : to;
      entry.owner.tell({ type: "arrived", socket: entry.number, end: far, local: peer, peer: local }, there);
      member.tell({ type: "connected", id: attempt.id, end: near, local, peer }, here);
    }
  }

  private connectByPackets(
    member: Member,
    { id, to }: Extract<ToBroker, { type: "connect" }>,
    from: Entry | undefined,
  ): void {
    const local = this.origin(member, to, from?.local) as Endpoint | undefined;
    if (!local) {
      member.fail(id, "EADDRNOTAVAIL");
      return;
    }
    const attempt = { member, id };
    // The wildcard address means this host.
    const [peer, any] = [to as Endpoint, isWildcard(to as Endpoint)];
    const target = any ? { ...peer, address: peer.family === "inet" ? "127.0.0.1" : "::1" } : peer;
    const give = this.internet.connect(local, target, {
      program: member.program,
      connected: (port, here, there) => {
        this.byPackets.delete(attempt);
        member.tell({ type: "connected", id, end: this.nextEnd++, local: here, peer: there }, port);
      },
      failed: (error) => {
        this.byPackets.delete(attempt);
        member.fail(id, error);
      },
    });
    this.byPackets.set(attempt, () => {
      this.byPackets.delete(attempt);
      give();
    });
  }

  private listener(to: SocketAddress): StreamEntry | Errno {
    if (!isUnix(to)) {
      const claim = this.ports.listener(to);
      return (claim && this.listeners.get(claim)) ?? "ECONNREFUSED";
    }
    const entry = this.names.find(to.path);
    if (typeof entry === "string") return entry;
    if (!(entry instanceof StreamEntry)) return "EPROTOTYPE";
    return entry.backlog === undefined ? "ECONNREFUSED" : entry;
  }

  /** The address that a connection comes from; undefined where no port is free. */
  private origin(member: Member, to: SocketAddress, bound: SocketAddress | undefined): SocketAddress | undefined {
    if (isUnix(to)) return bound ?? unspecified("unix");
    const source = member.source((bound as Endpoint | undefined) ?? null, to);
    if (source.port !== 0) return source;
    const claim = this.ports.claim(source, { reuse: true, only6: false });
    // The port is the connection's, which is told apart by both its ends: others may use it.
    if (claim) this.ports.release(claim);
    return claim?.local;
  }

  private released(entry: StreamEntry, free: () => void): void {
    this.all.delete(entry);
    free();
    for (const { member, id } of entry.waiting) member.fail(id, "ECONNREFUSED");
    entry.waiting = [];
  }
}
