// SPDX-License-Identifier: MIT

import { AF, FIONREAD, MSG, O, POLL, SO, SOCK, SOL_SOCKET } from "../abi.ts";
import type { Answer, Errno } from "../errno.ts";
import type { Bound, Connection, Listening, Network, SocketAddress } from "../networks/network.ts";
import { SocketOptions } from "./options.ts";
import { asSeenBy, unmapped } from "./sockaddr.ts";
import { Socket } from "./socket.ts";

/** A stream socket, over TCP or AF_UNIX: the states and errors of Linux over a connection of some network. */
export class StreamSocket extends Socket {
  readonly options: SocketOptions;
  flags: number = O.RDWR;
  private connection: Connection | null = null;
  private bound: Bound | null = null;
  private listening: Listening | null = null;
  /** A bind or listen is on its way. */
  private claiming = false;
  private readShut = false;
  private writeShut = false;
  /** A call of connect has told how the attempt ended. */
  private acknowledged = true;
  /** The connection's error was reported once, by a call or by SO_ERROR. */
  private errorTold = false;
  /** A connection was given up by connect to nobody, and no call has told so yet. */
  private dissolved = false;
  private unsubscribe: () => void = () => {};

  constructor(
    family: number,
    private readonly network: Network,
    inode: number,
    /** Takes the promise that a closing connection keeps when all of it has been handed on. */
    private readonly lingering: (closing: Promise<void>) => void,
  ) {
    super(family, inode);
    const forward = (name: string, value: number | [number, number]) => this.connection?.setOption(name, value);
    this.options = new SocketOptions(family, SOCK.STREAM, forward, () => this.isListening);
  }

  /** A socket that is one end of something connected. */
  adopt(connection: Connection): void {
    this.connection = connection;
    this.unsubscribe = connection.changed.subscribe(() => this.changed.notify());
  }

  override get connecting(): boolean {
    return this.connection?.state === "connecting";
  }

  get connected(): boolean {
    return this.connection?.state === "open";
  }

  private get alive(): boolean {
    return this.connection !== null && this.connection.state !== "dead";
  }

  /** Both directions have ended: to Linux the socket is closed. */
  private get finished(): boolean {
    return this.writeShut && (this.connection?.ended ?? false);
  }

  async bind(local: SocketAddress): Promise<Answer> {
    if (this.bound || this.connection || this.claiming) return "EINVAL";
    this.claiming = true;
    const answer = await this.network.bind(unmapped(local) ?? local, this.bindOptions);
    this.claiming = false;
    if (typeof answer === "string") return answer;
    this.bound = answer;
    return 0;
  }

  /** Begins to take connections, on a port of its own choice where none was bound. */
  async listen(backlog: number): Promise<Answer> {
    if (this.connection || this.claiming) return "EINVAL";
    if (!this.bound) {
      if (this.family === AF.UNIX) return "EINVAL";
      const answer = await this.bind(this.nowhere);
      if (answer !== 0) return answer;
    }
    const answer = await (this.bound as Bound).listen(backlog);
    if (typeof answer === "string") return answer;
    if (this.listening !== answer) this.unsubscribe = answer.changed.subscribe(() => this.changed.notify());
    this.listening = answer;
    return 0;
  }

  get isListening(): boolean {
    return this.listening !== null;
  }

  /** The oldest connection of the queue, as a socket of its own. */
  accept(inode: number): StreamSocket | Errno {
    if (!this.listening) return "EINVAL";
    const connection = this.listening.accept();
    if (!connection) return this.listening.error ?? "EAGAIN";
    const socket = new StreamSocket(this.family, this.network, inode, this.lingering);
    socket.options.inherit(this.options);
    socket.adopt(connection);
    return socket;
  }

  /** Starts a connect; 0 when there is now one to wait for. `patient`: wait where a Unix listener has no room. */
  connect(to: SocketAddress, patient = true): Answer {
    if (this.listening) return this.family === AF.UNIX ? "EINVAL" : "EISCONN";
    // One that has died, even by a reset, still counts.
    if (this.connection && this.acknowledged) return "EISCONN";
    if (this.connection && !this.acknowledged) return "EALREADY";
    this.unsubscribe();
    const destination = this.destination(to);
    if (!destination) return "ENETUNREACH";
    this.dissolved = this.errorTold = this.acknowledged = this.readShut = this.writeShut = false;
    const from = this.bound ?? this.network;
    this.adopt(from.connect(destination, patient));
    for (const [name, value] of this.options.forHost()) this.connection?.setOption(name, value);
    return 0;
  }

  /** How the connect that was started ended: EAGAIN while it lasts. A failure leaves the socket as new. */
  connectResult(): Answer {
    if (this.connecting) return "EAGAIN";
    this.acknowledged = true;
    if (this.connected) return 0;
    const error = this.takeError() ?? "ECONNABORTED";
    this.disconnect();
    return error;
  }

  /** connect to AF_UNSPEC: forget the peer. */
  disconnect(): Answer {
    this.dissolved = this.connected;
    if (this.connection) this.lingering(this.connection.abort());
    this.unsubscribe();
    this.connection = null;
    this.acknowledged = true;
    return 0;
  }

  read(to: Uint8Array): Answer {
    return to.length === 0 ? 0 : this.receive(to, 0);
  }

  receive(to: Uint8Array, flags: number): Answer {
    const connection = this.connection;
    if (this.listening) return "ENOTCONN";
    if (!connection) {
      const reset = this.dissolved;
      this.dissolved = false;
      return reset ? "ECONNRESET" : "ENOTCONN";
    }
    if (flags & MSG.OOB) return "EINVAL";
    if (connection.inbox.size > 0) {
      if (flags & MSG.PEEK) return connection.inbox.peek(to);
      const count = flags & MSG.TRUNC ? Math.min(to.length, connection.inbox.size) : connection.inbox.take(to);
      if (flags & MSG.TRUNC) connection.inbox.drop(count);
      connection.consumed(count);
      return count;
    }
    if (connection.state === "dead") {
      const error = this.takeError();
      if (error) return error;
    }
    if (connection.ended || this.readShut) return 0;
    return "EAGAIN";
  }

  /** Bytes that a read would give now; with MSG_WAITALL a receive waits for more. */
  get available(): number {
    return this.connection?.inbox.size ?? 0;
  }

  /** No byte beyond those available will come. */
  get complete(): boolean {
    return !this.connection || this.connection.ended || this.connection.state === "dead" || this.readShut;
  }

  write(from: Uint8Array): Answer {
    const connection = this.connection;
    if (!connection) return "EPIPE";
    if (connection.state === "dead") return this.takeError() ?? "EPIPE";
    if (this.writeShut) return "EPIPE";
    if (from.length === 0) return connection.state === "open" ? 0 : "EAGAIN";
    const sent = connection.send(from);
    // Over AF_UNIX the peer's end is known at once.
    return sent > 0 ? sent : this.alive ? "EAGAIN" : (this.takeError() ?? "EPIPE");
  }

  optionSet(level: number, name: number, value: number): void {
    if (level === SOL_SOCKET && name === SO.REUSEADDR) this.bound?.reuse(value !== 0);
  }

  override actual(level: number, name: number): Promise<number | null> | null {
    const asked = this.connected ? this.options.nameForHost(level, name) : undefined;
    return (asked && this.connection?.option?.(asked)) || null;
  }

  shutdown(how: number): Answer {
    if (how < 0 || how > 2) return "EINVAL";
    if (!this.connected || this.finished) return "ENOTCONN";
    if (how !== 1) this.readShut = true;
    if (how !== 0 && !this.writeShut) {
      this.writeShut = true;
      this.connection?.shutdown();
    }
    this.changed.notify();
    return 0;
  }

  /** The pending error, told once. */
  takeError(): Errno | null {
    if (this.connection?.state !== "dead" || this.errorTold) return null;
    this.errorTold = true;
    return this.connection.error;
  }

  local(): SocketAddress {
    return asSeenBy(this.family, this.connection?.local ?? this.bound?.local ?? this.nowhere);
  }

  /** Where an accepted connection came from, also when it is over. */
  get origin(): SocketAddress {
    return asSeenBy(this.family, this.connection?.peer ?? this.nowhere);
  }

  peer(): SocketAddress | null {
    return this.connected && !this.finished ? asSeenBy(this.family, (this.connection as Connection).peer) : null;
  }

  readiness(): number {
    const connection = this.connection;
    if (this.listening) {
      const { waiting, error } = this.listening;
      return (waiting > 0 || error ? POLL.IN | POLL.RDNORM : 0) | (error ? POLL.ERR : 0);
    }
    if (!connection) return POLL.OUT | POLL.WRNORM | POLL.HUP;
    if (connection.state === "connecting") return 0;
    const dead = connection.state === "dead";
    const ended = dead || connection.ended || this.readShut;
    let bits = 0;
    if (connection.inbox.size > 0 || ended) bits |= POLL.IN | POLL.RDNORM;
    if (ended) bits |= POLL.RDHUP;
    if (dead || (ended && this.writeShut)) bits |= POLL.HUP;
    if (dead && connection.error && !this.errorTold) bits |= POLL.ERR;
    if (dead || this.writeShut || connection.space > 0) bits |= POLL.OUT | POLL.WRNORM;
    return bits;
  }

  ioctl(request: number): Answer {
    return request === FIONREAD ? this.available : "ENOTTY";
  }

  release(): void {
    this.unsubscribe();
    this.bound?.release();
    if (!this.connection) return;
    const atOnce = this.options.linger?.[0] === 1 && this.options.linger[1] === 0;
    this.lingering(atOnce ? this.connection.abort() : this.connection.close());
  }
}
