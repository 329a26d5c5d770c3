// SPDX-License-Identifier: MIT

import type { Port } from "../messages.ts";
import type { Message, Word } from "../stream.ts";
import type { TcpEnd } from "./tcp_end.ts";

/** Joins one end of a connection to its program, which has a TabStream at the other side of the port. */
export class Plug {
  private early: (ArrayBuffer | Word)[] = [];
  private port: Port | null = null;
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

  /** The program is no more: its system closes for it, by a reset where it left something unread. */
  gone(unread: boolean): void {
    if (unread) this.tcp.abort();
    else this.tcp.close();
  }

  private hear(message: Message): void {
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
