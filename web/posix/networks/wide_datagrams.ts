// SPDX-License-Identifier: MIT

import { Changes } from "../changes.ts";
import type { Answer, Errno } from "../errno.ts";
import { isWildcard, unspecified } from "./address.ts";
import { Later } from "./later.ts";
import type {
  BindOptions,
  Datagram,
  Datagrams,
  Endpoint,
  Group,
  Network,
  SendOptions,
  SocketAddress,
} from "./network.ts";

/** A datagram socket that reaches the tab's programs and hosts outside; outside it is opened when it first sends there. */
export class WideDatagrams implements Datagrams {
  readonly changed = new Changes();
  private far: Datagrams | null = null;
  private opening: Promise<Errno | Datagrams> | null = null;
  /** The socket outside has a port that the gateway grants; kept when that is known. */
  private published: Promise<boolean>;
  /** Whom alone it hears. */
  private peer: "near" | "far" | null = null;
  /** The peer outside, where it has one. */
  private farPeer: SocketAddress | null = null;
  private limited: number | null = null;
  private released = false;
  private error: Errno | null = null;
  private readonly later = new Later((error) => {
    this.error ??= error;
    this.changed.notify();
  });
  /** Who was heard from outside under an address that the tab has, too: a client on the gateway's own machine. */
  private readonly heard = new Set<string>();

  constructor(
    private readonly near: Datagrams,
    private readonly outside: Network,
    private readonly options: BindOptions,
    private readonly isNear: (to: SocketAddress) => boolean,
  ) {
    near.changed.subscribe(() => this.changed.notify());
    this.published = this.publish();
  }

  get local(): SocketAddress {
    return this.peer === "far" && this.far ? this.far.local : this.near.local;
  }

  get first(): Datagram | undefined {
    return this.source?.first;
  }

  get room(): boolean {
    const far = !this.later.full && (this.far?.room ?? true);
    return (this.peer === "far" || this.near.room) && (this.peer === "near" || far);
  }

  take(): Datagram | undefined {
    const { source } = this;
    const datagram = source?.take();
    if (datagram && source === this.far && this.isNear(datagram.from)) {
      if (this.heard.size >= 1000) this.heard.delete(this.heard.values().next().value as string);
      this.heard.add(JSON.stringify(datagram.from));
    }
    return datagram;
  }

  takeError(): Errno | null {
    const { error } = this;
    this.error = null;
    return error ?? this.near.takeError() ?? this.far?.takeError() ?? null;
  }

  async send(bytes: Uint8Array, to: SocketAddress | null, how: SendOptions): Promise<Answer> {
    if (to ? this.goesNear(to) : this.peer !== "far") return this.near.send(bytes, to, how);
    if (!how.patient && !(await this.opensSoon())) {
      return this.later.take(bytes.length, () => this.send(bytes, to, { ...how, patient: true }));
    }
    for (;;) {
      const far = await this.open();
      if (typeof far === "string") return far;
      const answer = await far.send(bytes, to, how);
      if (typeof answer === "number" || !far.lost || this.released) return answer;
    }
  }

  async connect(to: SocketAddress | null): Promise<Answer> {
    if (to && !this.goesNear(to)) {
      const far = await this.open();
      if (typeof far === "string") return far;
      const answer = await far.connect(to);
      if (answer === 0) [this.peer, this.farPeer] = ["far", to];
      return answer;
    }
    this.peer = to ? "near" : null;
    this.farPeer = null;
    await this.far?.connect(null);
    return this.near.connect(to);
  }

  member(group: Group): void {
    this.near.member(group);
  }

  reuse(on: boolean): void {
    this.near.reuse(on);
  }

  hearAll(on: boolean): void {
    this.near.hearAll(on);
  }

  limit(bytes: number): void {
    this.limited = bytes;
    this.near.limit(bytes);
    this.far?.limit(bytes);
  }

  release(): Promise<void> | void {
    this.near.release();
    const { settled } = this.later;
    if (settled) return settled.then(() => this.leave());
    return this.leave();
  }

  private leave(): Promise<void> | void {
    this.released = true;
    return this.far?.release();
  }

  private goesNear(to: SocketAddress): boolean {
    return this.isNear(to) && !(this.heard.size > 0 && this.heard.has(JSON.stringify(to)));
  }

  /** Where the next datagram comes from; those of others than the peer are dropped. */
  private get source(): Datagrams | undefined {
    const [own, other] = this.peer === "far" ? [this.far, this.near] : [this.near, this.far];
    if (this.peer) {
      while (other?.first) other.take();
      return own ?? undefined;
    }
    return (own?.first ? own : other?.first ? other : own) ?? undefined;
  }

  private async open(): Promise<Errno | Datagrams> {
    // Who sends before that is known must not take another port.
    await this.published;
    return this.openAt(unspecified(this.near.local.family));
  }

  /** Whether it is known before the next event what becomes of opening it: an error must not come later than it has to. */
  private async opensSoon(): Promise<boolean> {
    let known = this.far !== null;
    if (known) return true;
    void this.open().then(() => {
      known = true;
    });
    for (let turns = 0; turns < 30 && !known; turns++) await null;
    return known;
  }

  private openAt(local: SocketAddress): Promise<Errno | Datagrams> {
    this.opening ??= this.outside.datagrams(local, this.options).then((far) => {
      if (typeof far === "string") {
        this.opening = null;
        return far;
      }
      return this.adopt(far);
    });
    return this.opening;
  }

  /** A socket with a port that the gateway grants hears strangers from the start. */
  private async publish(): Promise<boolean> {
    const { local } = this.near;
    if (this.options.nameless || !isWildcard(local as Endpoint)) return false;
    if (!(await this.outside.grants?.((local as Endpoint).port)) || this.released) return false;
    return typeof (await this.openAt(local)) !== "string";
  }

  private async adopt(far: Datagrams): Promise<Errno | Datagrams> {
    if (this.released) {
      far.release();
      return far;
    }
    this.far = far;
    if (this.limited !== null) far.limit(this.limited);
    far.changed.subscribe(() => (far.lost ? this.forget(far) : this.changed.notify()));
    // One that takes the place of another has its peer.
    const answer = this.farPeer ? await far.connect(this.farPeer) : 0;
    if (far.first) this.changed.notify();
    return typeof answer === "string" ? answer : far;
  }

  /** The gateway gives up what is idle, where Linux keeps it: the next use opens another, and one with a port does at once. */
  private forget(far: Datagrams): void {
    if (this.far !== far || this.released) return;
    this.far = this.opening = null;
    void this.published.then((published) => {
      if (published) this.published = this.publish();
    });
  }
}
