// SPDX-License-Identifier: MIT

import type { Errno } from "../../errno.ts";
import { isLoopback } from "../../names/numeric.ts";
import type { Endpoint } from "../network.ts";
import type { FromBroker, Port, ToBroker } from "./messages.ts";
import { type Claim, Ports } from "./ports.ts";

/** Linux's net.core.somaxconn. */
const MOST_BACKLOG = 4096;

interface Socket {
  claim: Claim;
  owner: Member;
  /** Set by listen. */
  backlog?: number;
  /** Connections in its queue that no accept has taken. */
  queued: number;
  /** Connects that wait for room in the queue. */
  waiting: Attempt[];
}

interface Attempt {
  member: Member;
  id: number;
  to: Endpoint;
  local: Endpoint;
}

/** A program, as the broker knows it. */
interface Member {
  port: Port;
  sockets: Map<number, Socket>;
}

/** Makes the two ends of a connection: a MessageChannel, or what a test has. */
export type MakeChannel = () => [Port, Port];

/**
 * Keeps the tab's ports, listeners and backlogs, so that a connect completes while the program that listens computes, as
 * with a kernel. It carries no data.
 */
export class Broker {
  private readonly tcp = new Ports();
  private readonly sockets = new Map<Claim, Socket>();
  private readonly members = new Map<Port, Member>();
  private nextSocket = 1;

  constructor(private readonly makeChannel: MakeChannel) {}

  /** A program starts; it speaks over this port. */
  join(port: Port): void {
    const member: Member = { port, sockets: new Map() };
    this.members.set(port, member);
    port.onmessage = ({ data }) => this.handle(member, data as ToBroker);
  }

  /** A program has gone, by itself or not: what it had is free. */
  leave(port: Port): void {
    const member = this.members.get(port);
    if (!member) return;
    this.members.delete(port);
    for (const number of member.sockets.keys()) this.release(member, number);
    for (const socket of this.sockets.values()) {
      socket.waiting = socket.waiting.filter((attempt) => attempt.member !== member);
    }
  }

  private handle(member: Member, message: ToBroker): void {
    switch (message.type) {
      case "bind":
        this.bind(member, message);
        break;
      case "listen":
        this.listen(member, message);
        break;
      case "connect":
        this.connect(member, message);
        break;
      case "abandon":
        this.abandon(member, message.id);
        break;
      case "accepted":
        this.accepted(member, message.socket);
        break;
      case "release":
        this.release(member, message.socket);
        break;
    }
  }

  private bind(member: Member, { id, local, options }: Extract<ToBroker, { type: "bind" }>): void {
    if (!isLoopback(local)) return this.fail(member, id, "EADDRNOTAVAIL");
    const claim = this.tcp.claim(local, options);
    if (!claim) return this.fail(member, id, "EADDRINUSE");
    const socket = this.nextSocket++;
    const entry: Socket = { claim, owner: member, queued: 0, waiting: [] };
    member.sockets.set(socket, entry);
    this.sockets.set(claim, entry);
    this.tell(member, { type: "bound", id, socket, local: claim.local });
  }

  private listen(member: Member, { id, socket, backlog }: Extract<ToBroker, { type: "listen" }>): void {
    const entry = member.sockets.get(socket);
    if (!entry) return this.fail(member, id, "EINVAL");
    if (entry.backlog === undefined && !this.tcp.listen(entry.claim)) return this.fail(member, id, "EADDRINUSE");
    // A negative number is taken without a sign, and then cut.
    entry.backlog = Math.min(backlog >>> 0, MOST_BACKLOG);
    this.tell(member, { type: "listening", id });
    this.fill(entry);
  }

  private connect(member: Member, { id, to, socket }: Extract<ToBroker, { type: "connect" }>): void {
    const listener = this.tcp.listener(to);
    const entry = listener && this.sockets.get(listener);
    if (!entry) return this.fail(member, id, "ECONNREFUSED");
    let local = socket === null ? undefined : member.sockets.get(socket)?.claim.local;
    if (!local) {
      const claim = this.tcp.claim({ family: to.family, address: to.address, port: 0 }, { reuse: true, only6: false });
      if (!claim) return this.fail(member, id, "EADDRNOTAVAIL");
      // The port is the connection's, which is told apart by both its ends: others may use it.
      this.tcp.release(claim);
      local = claim.local;
    }
    entry.waiting.push({ member, id, to, local: { ...local, address: to.address } });
    this.fill(entry);
  }

  private abandon(member: Member, id: number): void {
    for (const socket of this.sockets.values()) {
      socket.waiting = socket.waiting.filter((attempt) => attempt.member !== member || attempt.id !== id);
    }
  }

  private accepted(member: Member, number: number): void {
    const socket = member.sockets.get(number);
    if (!socket) return;
    socket.queued--;
    this.fill(socket);
  }

  /** Lets connects into a listener's queue for as long as there is room: one more than its backlog, as on Linux. */
  private fill(socket: Socket): void {
    while (socket.backlog !== undefined && socket.queued <= socket.backlog) {
      const attempt = socket.waiting.shift();
      if (!attempt) return;
      const [there, here] = this.makeChannel();
      socket.queued++;
      const number = [...socket.owner.sockets].find(([, each]) => each === socket)?.[0] ?? 0;
      this.tell(socket.owner, { type: "arrived", socket: number, local: attempt.to, peer: attempt.local }, there);
      this.tell(attempt.member, { type: "connected", id: attempt.id, local: attempt.local }, here);
    }
  }

  private release(member: Member, number: number): void {
    const socket = member.sockets.get(number);
    if (!socket) return;
    member.sockets.delete(number);
    this.sockets.delete(socket.claim);
    this.tcp.release(socket.claim);
    for (const { member: from, id } of socket.waiting) this.fail(from, id, "ECONNREFUSED");
  }

  private fail(member: Member, id: number, error: Errno): void {
    this.tell(member, { type: "failed", id, error });
  }

  private tell(member: Member, message: FromBroker, port?: Port): void {
    member.port.postMessage(message, port ? [port] : []);
  }
}
