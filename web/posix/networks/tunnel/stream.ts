// SPDX-License-Identifier: MIT

import type { Errno } from "../../errno.ts";
import type { Channel } from "../../platform.ts";
import type { Endpoint } from "../network.ts";
import { Stream } from "../stream.ts";
import { Outbox } from "./outbox.ts";

/** Payload bytes the gateway may send on a socket before the program has read them. */
export const WINDOW = 1 << 20;

/** The same where they come the second way, on which more is under way, and holds nobody up. */
const WIDE_WINDOW = 4 << 20;

/** Bytes after which a socket's others are worth the second way down. */
const BULK = 1 << 20;

/** One socket of the tunnel. */
export class TunnelStream extends Stream<Endpoint> {
  private readonly outbox: Outbox;
  /** What the gateway was last told of each option: programs set the same ones again and again. */
  private readonly options = new Map<string, string>();
  private window = WINDOW;
  private unreported = 0;
  private shut = false;
  private closing: Promise<void> | null = null;
  private gone = false;
  private release: () => void = () => {};
  /** Bytes from the host so far. */
  private total = 0;
  /** Bytes after which the second way is asked for. */
  private bulk = BULK;
  /** How the second way down stands with it; it broke before the gateway had answered those that are doomed if it says yes. */
  private way: "link" | "asked" | "doomed" | "diverted" = "link";
  /** What came by the second way before the link said that it would. */
  private early: Uint8Array[] = [];
  /** What the gateway told of the stream's end, and after how many bytes. */
  private last: { after: number; action: () => void } | null = null;

  constructor(
    readonly number: number,
    peer: Endpoint,
    channel: Channel,
    private readonly control: (control: Record<string, unknown> & { type: string }) => void,
    private credit: number,
    private readonly query: (name: string) => Promise<number | null>,
    largest: () => number,
    task: (callback: () => void) => void,
    turn: () => number,
    /** Asks for the second way down; false where there is none. */
    private readonly divert: () => Promise<boolean>,
  ) {
    super(peer);
    this.outbox = new Outbox(channel, number, largest, task, turn);
  }

  get space(): number {
    return this.state === "open" && !this.shut ? this.credit : 0;
  }

  send(bytes: Uint8Array): number {
    const part = bytes.subarray(0, this.space);
    this.credit -= part.length;
    this.outbox.push(part);
    return part.length;
  }

  consumed(count: number): void {
    this.unreported += count;
    if (this.unreported >= this.window / 4) this.giveCredit();
  }

  shutdown(): void {
    if (this.shut || this.state !== "open") return;
    this.shut = true;
    this.outbox.flush();
    this.control({ type: "shutdown", socket: this.number });
  }

  setOption(name: string, value: number | [number, number]): void {
    if (this.state === "dead" || String(value) === this.options.get(name)) return;
    this.options.set(name, String(value));
    this.control({ type: "option", socket: this.number, name, value });
  }

  close(): Promise<void> {
    return this.leave("close");
  }

  abort(): Promise<void> {
    return this.leave("reset");
  }

  /** What an option of the real socket is; null where the gateway has no answer. */
  option(name: string): Promise<number | null> {
    return this.state === "open" ? this.query(name) : Promise.resolve(null);
  }

  connected(local: Endpoint): void {
    this.opened({ ...local, family: this.peer.family });
  }

  /** The connect failed: the gateway has forgotten the socket. */
  refused(error: Errno): void {
    this.failed(error);
    this.released();
  }

  arrived(bytes: Uint8Array): void {
    this.take(bytes);
    if (this.total < this.bulk || this.way !== "link" || this.closing) return;
    this.way = "asked";
    void this.ask();
  }

  /** Bytes came by the second way down. */
  arrivedByBody(bytes: Uint8Array): void {
    if (this.way === "diverted") this.take(bytes);
    else if (this.way === "asked") this.early.push(bytes);
  }

  /** The second way broke, and what it had of this socket is lost; one that the gateway had not moved there goes on. */
  broken(): void {
    this.early = [];
    if (this.way === "diverted") this.failed("ECONNRESET");
    else if (this.way === "asked") this.way = "doomed";
  }

  /** Nothing more comes by the link. */
  diverted(): void {
    if (this.way === "doomed") this.failed("ECONNRESET");
    this.way = "diverted";
    for (const bytes of this.early) this.take(bytes);
    this.early = [];
    this.unreported += WIDE_WINDOW - this.window;
    this.window = WIDE_WINDOW;
    this.giveCredit();
  }

  /** An eof or reset of the gateway; with the bytes it comes after, where these come another way. */
  told(after: unknown, action: () => void): void {
    const lost = this.state === "dead" || this.way === "doomed";
    if (lost || typeof after !== "number" || this.total >= after) action();
    else this.last = { after, action };
  }

  private giveCredit(): void {
    if (this.ended || this.closing) return;
    this.control({ type: "credit", socket: this.number, bytes: this.unreported });
    this.unreported = 0;
  }

  private async ask(): Promise<void> {
    if (await this.divert()) return;
    this.way = "link";
    this.bulk = this.total + BULK;
  }

  private take(bytes: Uint8Array): void {
    this.total += bytes.length;
    if (!this.closing) this.received(bytes);
    if (!this.last || this.total < this.last.after) return;
    this.last.action();
    this.last = null;
  }

  credited(bytes: number): void {
    this.credit += bytes;
    this.changed.notify();
  }

  /** The gateway has let go of the socket. */
  released(): void {
    this.gone = true;
    this.release();
  }

  private leave(type: "close" | "reset"): Promise<void> {
    if (this.gone) return Promise.resolve();
    this.closing ??= new Promise((resolve) => {
      this.release = resolve;
      if (type === "close" && this.state === "open") this.outbox.flush();
      else this.outbox.clear();
      this.control({ type, socket: this.number });
    });
    this.inbox.drop();
    return this.closing;
  }
}
