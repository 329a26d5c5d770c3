// SPDX-License-Identifier: MIT

import type { Errno } from "../../errno.ts";
import type { Endpoint } from "../network.ts";
import { Stream } from "../stream.ts";
import type { Port } from "./messages.ts";

/** Bytes that one side may send before the other has read them: what two kernels' buffers come to. */
export const WINDOW = 1 << 20;
/** Bytes that are read before the other side hears of it, unless it waits. */
const REPORT = WINDOW / 4;

/** What the two ends of a connection in the tab tell each other. Bytes come as an ArrayBuffer of their own, moved. */
type Word = { credit: number } | "end" | "reset" | "closed";

/** One end of a connection between two programs of the tab, or of one and itself. */
export class TabStream extends Stream {
  private credit = WINDOW;
  private unreported = 0;
  private shut = false;
  private left = false;
  /** The other end is gone for good: nothing that is sent arrives. */
  private deaf = false;

  constructor(
    private readonly port: Port,
    local: Endpoint,
    peer: Endpoint,
    private readonly gone: () => void = () => {},
  ) {
    super(peer);
    this.local = local;
    this.state = "open";
    port.onmessage = ({ data }) => this.hear(data as ArrayBuffer | Word);
  }

  get space(): number {
    if (this.state !== "open" || this.shut) return 0;
    return this.deaf ? WINDOW : this.credit;
  }

  send(bytes: Uint8Array): number {
    if (this.deaf) {
      // The first send after the other end has closed is taken, and answered by a reset, as over a network.
      this.fail("EPIPE");
      return bytes.length;
    }
    const part = bytes.slice(0, this.space);
    if (part.length === 0) return 0;
    this.credit -= part.length;
    this.port.postMessage(part.buffer, [part.buffer]);
    return part.length;
  }

  consumed(count: number): void {
    this.unreported += count;
    if (this.unreported < REPORT || this.deaf) return;
    this.say({ credit: this.unreported });
    this.unreported = 0;
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

  /** The program at the other end was stopped: its kernel would close for it. */
  peerGone(): void {
    // What was sent and never reported as read may have been unread.
    if (this.credit < WINDOW - REPORT) this.fail("ECONNRESET");
    else this.ending();
    this.deaf = true;
  }

  private leave(word: "closed" | "reset"): void {
    if (this.left) return;
    this.left = true;
    this.say(word);
    this.inbox.drop();
    this.failed(null);
    this.gone();
  }

  private hear(word: ArrayBuffer | Word): void {
    if (word instanceof ArrayBuffer) {
      if (!this.left) this.received(new Uint8Array(word));
      // What comes after the close is answered by a reset, for whoever sent it to hear.
      else this.say("reset");
      return;
    }
    if (typeof word === "object") {
      this.credit += word.credit;
      this.changed.notify();
      return;
    }
    if (word === "reset") this.fail("ECONNRESET");
    else this.ending();
    if (word !== "end") this.deaf = true;
  }

  private ending(): void {
    if (this.state === "open" && !this.ended) this.finished();
  }

  private fail(error: Errno): void {
    if (error === "ECONNRESET") this.inbox.drop();
    this.failed(error);
  }

  private say(word: Word): void {
    this.port.postMessage(word);
  }
}
