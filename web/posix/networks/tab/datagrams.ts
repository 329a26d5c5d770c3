// SPDX-License-Identifier: MIT

import { Changes } from "../../changes.ts";
import type { Answer, Errno } from "../../errno.ts";
import type { Datagram, Datagrams, Group, SendOptions, SocketAddress } from "../network.ts";
import type { FromBroker, ToBroker } from "./messages.ts";

/** How a socket talks with the broker. */
export interface Line {
  tell(message: ToBroker, transfer?: unknown[]): void;
  /** Asks; `given` tells that the answer is not waited for any more. */
  ask(question: (id: number) => ToBroker, transfer?: unknown[], given?: Changes): Promise<FromBroker>;
}

/** A datagram socket between the programs of the tab. */
export class TabDatagrams implements Datagrams {
  readonly changed = new Changes();
  /** The broker alone knows. */
  readonly room = true;
  private readonly queue: Datagram[] = [];
  private error: Errno | null = null;

  constructor(
    private readonly line: Line,
    private readonly socket: number,
    public local: SocketAddress,
    private readonly left: () => void,
  ) {}

  get first(): Datagram | undefined {
    return this.queue[0];
  }

  takeError(): Errno | null {
    const { error } = this;
    this.error = null;
    return error;
  }

  take(): Datagram | undefined {
    const datagram = this.queue.shift();
    if (datagram) this.line.tell({ type: "taken", socket: this.socket, bytes: datagram.bytes.length });
    return datagram;
  }

  async send(bytes: Uint8Array, to: SocketAddress | null, how: SendOptions): Promise<Answer> {
    const { buffer } = bytes.slice();
    const { patient, loop, hops } = how;
    const { socket } = this;
    const message = { type: "send" as const, socket, to, bytes: buffer, patient, loop, hops };
    const answer = await this.line.ask((id) => ({ ...message, id }), [buffer], how.given);
    return answer.type === "failed" ? answer.error : bytes.length;
  }

  async connect(to: SocketAddress | null): Promise<Answer> {
    const answer = await this.line.ask((id) => ({ type: "peer", id, socket: this.socket, to }));
    if (answer.type !== "peered") return answer.type === "failed" ? answer.error : "EINVAL";
    this.local = answer.local;
    return 0;
  }

  member({ address, joined }: Group): void {
    this.line.tell({ type: "group", socket: this.socket, address, joined });
  }

  limit(bytes: number): void {
    this.line.tell({ type: "room", socket: this.socket, bytes });
  }

  reuse(on: boolean): void {
    this.line.tell({ type: "reuse", socket: this.socket, on });
  }

  hearAll(on: boolean): void {
    this.line.tell({ type: "all", socket: this.socket, on });
  }

  release(): void {
    this.line.tell({ type: "release", socket: this.socket });
    this.left();
  }

  arrived(datagram: Datagram): void {
    this.queue.push(datagram);
    this.changed.notify();
  }

  unreachable(): void {
    this.error = "ECONNREFUSED";
    this.changed.notify();
  }
}
