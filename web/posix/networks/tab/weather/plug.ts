// SPDX-License-Identifier: MIT

import type { Port } from "../messages.ts";
import type { Message, Word } from "../stream.ts";
import type { Clock } from "./links.ts";
import type { TcpEnd } from "./tcp_end.ts";

/** How long what a program had said may come after the word of its end: ms. */
const GRACE = 50;

/** Joins one end of a connection to its program, which has a TabStream at the other side of the port. */
export class Plug {
  private early: (ArrayBuffer | Word)[] = [];
  private port: Port | null = null;
  /** Messages of the program. */
  private heard = 0;
  /** It has closed its socket itself. */
  private closed = false;
  tcp!: TcpEnd;

  /** The program gets the other side of this port. */
  join(port: Port): void {
    this.port = port;
    port.onmessage = ({ data }) => this.hear(data as Message);
    for (const message of this.early.splice(0)) this.say(message);
  }

  data(bytes: Uint8Array): void {
    this.say(bytes.slice().buffer);
  }

  say(message: ArrayBuffer | Word): void {
    if (!this.port) this.early.push(message);
    else this.port.postMessage(message, message instanceof ArrayBuffer ? [message] : []);
  }

  /**
   * The program is no more: its system closes for it, by a reset where it left something unread. What it had said before
   * may still be on its way.
   */
  gone(clock: Clock): void {
    if (this.closed) return;
    const { heard } = this;
    clock.after(GRACE, () => {
      if (this.closed) return;
      if (this.heard > heard) this.gone(clock);
      else if (this.tcp.hasUnread) this.tcp.abort();
      else this.tcp.close();
    });
  }

  private hear(message: Message): void {
    this.heard++;
    if (message === "closed" || message === "reset") this.closed = true;
    if (message instanceof ArrayBuffer) this.tcp.send(new Uint8Array(message));
    else if (Array.isArray(message)) {
      this.tcp.consumed(message[1]);
      this.tcp.send(new Uint8Array(message[0]));
    } else if (typeof message === "object") this.tcp.consumed(message.credit);
    else if (message === "end") this.tcp.shutdown();
    else if (message === "closed") this.tcp.close();
    else this.tcp.abort();
  }
}
