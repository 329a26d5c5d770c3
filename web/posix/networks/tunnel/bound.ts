// SPDX-License-Identifier: MIT

import type { Errno } from "../../errno.ts";
import type { Bound, Connection, Endpoint } from "../network.ts";
import type { Control } from "./control.ts";
import { TunnelListener } from "./listener.ts";

/** Linux's net.core.somaxconn: a longer queue is cut to it, and a negative backlog counts as the longest. */
const LONGEST_QUEUE = 4096;

/** What a socket that listens needs of its link. */
export interface Desk {
  /** Asks for the socket. */
  claim(question: Control, feature: string): Promise<Errno | Control>;
  control(control: Control): void;
  listening(socket: number, listener: TunnelListener): void;
  /** Whether the link still had it. */
  left(socket: number): boolean;
  connect(to: Endpoint): Connection;
}

/** An address of a stream socket; the gateway hears of it when the socket listens. */
export class TunnelBound implements Bound {
  private listener: TunnelListener | null = null;
  private number = 0;

  constructor(
    private readonly at: Endpoint,
    private readonly desk: Desk,
  ) {}

  get local(): Endpoint {
    return this.listener?.local ?? this.at;
  }

  async listen(given: number): Promise<Errno | TunnelListener> {
    const { family, address, port } = this.at;
    const backlog = Math.min(given >>> 0, LONGEST_QUEUE);
    const question = { type: "listen", family, address, port, backlog };
    if (this.listener) {
      this.desk.control({ ...question, socket: this.number });
      return this.listener;
    }
    const answer = await this.desk.claim(question, "listen");
    if (typeof answer === "string") return answer;
    const number = answer.socket as number;
    const taken = (socket: number) => this.desk.control({ type: "accept", socket });
    this.number = number;
    this.listener = new TunnelListener({ family, ...(answer.local as { address: string; port: number }) }, taken);
    this.desk.listening(number, this.listener);
    return this.listener;
  }

  connect(to: Endpoint): Connection {
    return this.desk.connect(to);
  }

  /** The gateway chooses how its ports are shared. */
  reuse(): void {}

  release(): void {
    if (!this.listener || !this.desk.left(this.number)) return;
    this.desk.control({ type: "close", socket: this.number });
    this.listener.abandon();
  }
}
