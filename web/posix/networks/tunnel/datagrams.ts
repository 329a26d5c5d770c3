// SPDX-License-Identifier: MIT

import { Changes } from "../../changes.ts";
import type { Answer, Errno } from "../../errno.ts";
import type { Channel } from "../../platform.ts";
import { sameAddress } from "../address.ts";
import { Later } from "../later.ts";
import type { Datagram, Datagrams, Endpoint, SendOptions, SocketAddress } from "../network.ts";
import { endpointOf, frameOf } from "./datagram_frame.ts";

/** A datagram counts its bytes and these against credit. */
export const OVERHEAD = 64;

/** The most that one datagram costs. */
const DEAREST = 65_507 + OVERHEAD;

/** What the gateway answers to `route`: where datagrams to there come from, or why there is no way. */
export type Routed = { local: { address: string; port: number } } | { error: Errno };

/** A destination that the gateway was asked about. */
interface Route {
  outcome: Routed | null;
}

/** How a datagram socket talks with its gateway. */
export interface Wire {
  channel: Channel;
  control(control: Record<string, unknown> & { type: string }): void;
  route(socket: number, to: Endpoint): Promise<Routed>;
}

/** A datagram socket of the gateway. */
export class TunnelDatagrams implements Datagrams {
  readonly changed = new Changes();
  private readonly queue: Datagram[] = [];
  private readonly routes = new Map<string, Route>();
  private peer: Endpoint | null = null;
  private error: Errno | null = null;
  private most = 212_992;
  private held = 0;
  private unreported = 0;
  /** Why nothing moves any more. */
  private over: Errno | null = null;
  lost = false;
  /** All the credit there ever is at once. */
  private readonly allowed: number;
  private readonly later = new Later((error) => {
    if (error && !this.over) this.error = error;
    this.changed.notify();
  });

  constructor(
    private readonly number: number,
    public local: Endpoint,
    private readonly wire: Wire,
    private credit: number,
    private readonly window: number,
  ) {
    this.allowed = credit;
  }

  get first(): Datagram | undefined {
    return this.queue[0];
  }

  /** For a datagram of any size, unless that would be never. */
  get room(): boolean {
    return this.over !== null || (!this.later.full && this.credit >= Math.min(DEAREST, this.allowed / 2));
  }

  take(): Datagram | undefined {
    const datagram = this.queue.shift();
    if (datagram) {
      this.held -= datagram.bytes.length;
      this.consumed(datagram.bytes.length);
    }
    return datagram;
  }

  takeError(): Errno | null {
    const { error } = this;
    this.error = null;
    return error;
  }

  async send(bytes: Uint8Array, to: SocketAddress | null, how: SendOptions): Promise<Answer> {
    const target = (to ?? this.peer) as Endpoint | null;
    if (!target) return "EDESTADDRREQ";
    if (this.over) return this.over;
    const cost = bytes.length + OVERHEAD;
    if (cost > this.allowed) return "EMSGSIZE";
    const route = this.routeTo(target);
    if (!how.patient && !route.outcome) {
      return this.later.take(bytes.length, () => this.send(bytes, target, { ...how, patient: true }));
    }
    const { given } = how;
    const stop = given?.subscribe(() => this.changed.notify());
    try {
      while (!given?.happened && !this.over && !route.outcome) await this.change();
      if (route.outcome && "error" in route.outcome) return route.outcome.error;
      while (!given?.happened && !this.over && this.credit < cost) {
        if (!how.patient) return "EAGAIN";
        await this.change();
      }
    } finally {
      stop?.();
    }
    if (this.over) return this.over;
    if (given?.happened) return "EAGAIN";
    this.credit -= cost;
    this.wire.channel.send(frameOf(this.number, target, bytes));
    return bytes.length;
  }

  async connect(to: SocketAddress | null): Promise<Answer> {
    if (!to) {
      this.peer = null;
      return 0;
    }
    if (this.over) return this.over;
    const target = to as Endpoint;
    const route = this.routeTo(target);
    while (!this.over && !route.outcome) await this.change();
    if (!route.outcome) return this.over ?? "ENETDOWN";
    if ("error" in route.outcome) return route.outcome.error;
    this.peer = target;
    this.local = { family: target.family, ...route.outcome.local };
    return 0;
  }

  limit(bytes: number): void {
    this.most = bytes;
  }

  /** Groups, broadcasts and shared ports are the tab's own. */
  member(): void {}
  reuse(): void {}
  hearAll(): void {}

  release(): Promise<void> | void {
    const { settled } = this.later;
    if (settled) return settled.then(() => this.close());
    this.close();
  }

  /** A data message came. */
  arrived(message: Uint8Array): void {
    if (this.over) return;
    const from = endpointOf(message);
    if (!from) return;
    const { end, ...source } = from;
    const bytes = message.slice(end);
    if ((this.peer && !sameAddress(this.peer, source)) || this.held + bytes.length > this.most) {
      this.consumed(bytes.length);
      return;
    }
    this.held += bytes.length;
    this.queue.push({ from: source, to: this.local, bytes });
    this.changed.notify();
  }

  credited(bytes: number): void {
    this.credit += bytes;
    this.changed.notify();
  }

  /** The network's answer to an earlier datagram: Linux tells it to a socket that is connected to there. */
  undelivered(error: Errno, to: { address: string; port: number }): void {
    const told = error === "EMSGSIZE" || (this.peer && this.peer.address === to.address && this.peer.port === to.port);
    if (!told) return;
    this.error = error;
    this.changed.notify();
  }

  /** The gateway gave it up: data for it is dropped until it is closed. */
  reset(error: Errno): void {
    if (this.over) return;
    this.close();
    this.lost = true;
    this.failed(error);
  }

  /** Nothing moves any more: the link is gone, or the gateway does not have it. */
  failed(error: Errno): void {
    this.over = this.error = error;
    this.changed.notify();
  }

  private close(): void {
    if (this.over) return;
    this.over = "EBADF";
    this.wire.control({ type: "close", socket: this.number });
    this.changed.notify();
  }

  private routeTo(to: Endpoint): Route {
    const key = `${to.address} ${to.port}`;
    const known = this.routes.get(key);
    if (known) return known;
    // The gateway, too, keeps a bounded number of them.
    if (this.routes.size >= 1000) this.routes.delete(this.routes.keys().next().value as string);
    const route: Route = { outcome: null };
    this.routes.set(key, route);
    void this.wire.route(this.number, to).then((routed) => {
      route.outcome = routed;
      if ("error" in routed) this.routes.delete(key);
      this.changed.notify();
    });
    return route;
  }

  private change(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.changed.subscribe(() => {
        stop();
        resolve();
      });
    });
  }

  private consumed(bytes: number): void {
    this.unreported += bytes + OVERHEAD;
    if (this.unreported < this.window / 4 || this.over) return;
    this.wire.control({ type: "credit", socket: this.number, bytes: this.unreported });
    this.unreported = 0;
  }
}
