// SPDX-License-Identifier: MIT

import type { Errno } from "../../errno.ts";
import { isUnix } from "../address.ts";
import type { SocketAddress } from "../network.ts";
import { Stream } from "../stream.ts";
import type { Port } from "./messages.ts";

/** Bytes that one side may send before the other has read them: what two kernels' buffers come to. */
export const WINDOW = 1 << 20;
/** Bytes that are read before the other side hears of it at once. */
const REPORT = WINDOW / 4;
/** After so long it hears of less: ms. What was read and is not told yet counts as unread where a program is stopped. */
const PAUSE = 10;
/** How long what a stopped program had sent may still be on its way after the word of its end: ms. */
const GRACE = 50;

/** What the two ends tell each other besides bytes. */
export type Word = { credit: number } | "end" | "reset" | "closed" | "timeout";
/** Bytes come as an ArrayBuffer of their own, moved; with them what the sender has read in the meantime. */
export type Message = Word | ArrayBuffer | [bytes: ArrayBuffer, credit: number];

export interface Ends {
  local: SocketAddress;
  peer: SocketAddress;
  /** platform.after */
  after(milliseconds: number, callback: () => void): () => void;
  /** This end has said its last word. */
  left?: () => void;
}

/** One end of a connection between two programs of the tab, or of one and itself. */
export class TabStream extends Stream {
  private credit = WINDOW;
  private unreported = 0;
  private reporting = false;
  private shut = false;
  private left = false;
  /** The other end is gone for good: nothing that is sent arrives. */
  private deaf = false;

  constructor(
    private readonly port: Port,
    private readonly ends: Ends,
  ) {
    super(ends.peer);
    this.local = ends.local;
    this.state = "open";
    port.onmessage = ({ data }) => this.hear(data as Message);
  }

  get space(): number {
    if (this.state !== "open" || this.shut) return 0;
    return this.deaf ? WINDOW : this.credit;
  }

  send(bytes: Uint8Array): number {
    // The first send over TCP after the other end has closed is taken, and answered by a reset.
    if (this.deaf) {
      this.fail("EPIPE");
      return isUnix(this.peer) ? 0 : bytes.length;
    }
    const { buffer, length } = bytes.slice(0, this.space);
    if (length === 0) return 0;
    this.credit -= length;
    this.port.postMessage(this.unreported > 0 ? [buffer, this.takeUnreported()] : buffer, [buffer]);
    return length;
  }

  consumed(count: number): void {
    this.unreported += count;
    if (this.unreported >= REPORT) this.report();
    else if (!this.reporting) {
      this.reporting = true;
      this.ends.after(PAUSE, () => {
        this.reporting = false;
        this.report();
      });
    }
  }

  shutdown(): void {
    if (this.shut || this.state !== "open") return;
    this.shut = true;
    this.say("end");
  }

  setOption(): void {}

  /** In order, unless there is something that was not read: then the other end is reset, as on Linux. */
  async close(): Promise<void> {
    this.leave(this.inbox.size > 0 ? "reset" : "closed");
  }

  async abort(): Promise<void> {
    this.leave("reset");
  }

  /** The program at the other end is no more: its kernel would close for it, once what it sent is here. */
  peerGone(): void {
    if (this.deaf || this.left) return;
    const [size, credit] = [this.inbox.size, this.credit];
    this.ends.after(GRACE, () => {
      if (this.deaf || this.left) return;
      if (this.inbox.size > size || this.credit > credit) this.peerGone();
      else this.hear(this.credit < WINDOW ? "reset" : "closed");
    });
  }

  private leave(word: "closed" | "reset"): void {
    if (this.left) return;
    this.left = true;
    this.say(word);
    this.inbox.drop();
    this.failed(null);
    if (this.deaf) this.port.close();
    this.ends.left?.();
  }

  private hear(message: Message): void {
    if (message instanceof ArrayBuffer) this.arrived(message);
    else if (Array.isArray(message)) {
      this.credit += message[1];
      this.arrived(message[0]);
    } else if (typeof message === "object") {
      this.credit += message.credit;
      this.changed.notify();
    } else {
      if (message !== "end") this.deaf = true;
      if (this.deaf && this.left) this.port.close();
      if (message === "timeout") this.fail("ETIMEDOUT");
      // Linux, over TCP: who knows that the other end sends no more hears of a reset by what it sends itself.
      else if (message === "reset") this.fail(this.ended && !isUnix(this.peer) ? "EPIPE" : "ECONNRESET");
      // Over AF_UNIX both directions have ended then.
      else if (message === "closed" && isUnix(this.peer)) this.failed(null);
      else if (this.state === "open" && !this.ended) this.finished();
    }
  }

  private arrived(bytes: ArrayBuffer): void {
    if (!this.left) this.received(new Uint8Array(bytes));
    // What comes after the close is answered by a reset, for whoever sent it to hear.
    else this.say("reset");
  }

  private report(): void {
    if (this.unreported > 0 && !this.deaf && !this.left) this.say({ credit: this.takeUnreported() });
  }

  private takeUnreported(): number {
    const count = this.unreported;
    this.unreported = 0;
    return count;
  }

  private fail(error: Errno): void {
    if (error === "ECONNRESET") this.inbox.drop();
    this.failed(error);
  }

  private say(word: Word): void {
    this.port.postMessage(word);
  }
}
