// SPDX-License-Identifier: MIT

import type { Errno } from "../errno.ts";
import type { Channel, Platform } from "../platform.ts";
import { FailedConnection } from "./failed.ts";
import type {
  Bound,
  Connection,
  Datagrams,
  Endpoint,
  Family,
  HostAddress,
  LookupError,
  Network,
  Resolved,
} from "./network.ts";
import { TunnelStream, WINDOW } from "./tunnel_stream.ts";

type Control = Record<string, unknown> & { type: string };

/** A program's link to its gateway, docs/protocol.md: one WebSocket carries all its sockets. */
export class Tunnel implements Network {
  private readonly channel: Channel;
  private readonly streams = new Map<number, TunnelStream>();
  private readonly questions = new Map<number, (answer: Control | null) => void>();
  private readonly early: Control[] = [];
  private readonly greeted: Promise<string | null>;
  private greet: (hostname: string | null) => void = () => {};
  private nextSocket = 2;
  private nextQuestion = 1;
  private open = false;
  private wasUp = false;
  private lost = false;
  private ending = false;
  private down: () => void = () => {};
  private readonly gone = new Promise<void>((resolve) => {
    this.down = resolve;
  });
  /** Payload bytes a new socket may send. */
  credit = 0;

  /** `notice` takes a sentence for the reader of the page. */
  constructor(
    platform: Platform,
    url: string,
    private readonly notice: (text: string) => void,
    token?: string,
  ) {
    this.greeted = new Promise((resolve) => {
      this.greet = resolve;
    });
    this.channel = platform.openChannel(url, ["porthole.v1"]);
    this.channel.binaryType = "arraybuffer";
    this.channel.onopen = () => this.opened(token);
    this.channel.onmessage = (event) => this.message(event.data);
    this.channel.onclose = (event) => this.closed(event.code);
  }

  async bind(): Promise<Errno | Bound> {
    return "EOPNOTSUPP";
  }

  async datagrams(): Promise<Errno | Datagrams> {
    return "ENETUNREACH";
  }

  connect(to: Endpoint): Connection {
    if (this.lost) return new FailedConnection(to, this.wasUp ? "ENETDOWN" : "ENETUNREACH");
    const number = this.nextSocket;
    this.nextSocket += 2;
    const stream = new TunnelStream(number, to, this.channel, (control) => this.control(control), this.credit);
    this.streams.set(number, stream);
    this.control({ type: "connect", socket: number, family: to.family, address: to.address, port: to.port });
    return stream;
  }

  async resolve(host: string, family: Family | "any"): Promise<Resolved> {
    const answer = await this.ask({ type: "resolve", host, family });
    if (!answer) return { error: "EAI_AGAIN" };
    if (typeof answer.error === "string") return { error: answer.error as LookupError };
    return { addresses: answer.addresses as HostAddress[], canonical: (answer.canonical as string) ?? host };
  }

  async reverse(address: HostAddress): Promise<string | null> {
    const answer = await this.ask({ type: "reverse", address: address.address });
    return typeof answer?.name === "string" ? answer.name : null;
  }

  hostname(): Promise<string | null> {
    return this.greeted;
  }

  finish(): Promise<void> {
    this.ending = true;
    this.channel.close(1000);
    return this.gone;
  }

  private ask(question: Control): Promise<Control | null> {
    if (this.lost) return Promise.resolve(null);
    return new Promise((resolve) => {
      const id = this.nextQuestion++;
      this.questions.set(id, resolve);
      this.control({ ...question, id });
    });
  }

  private control(control: Control): void {
    if (this.lost) return;
    if (this.open) {
      this.channel.send(JSON.stringify(control));
    } else {
      this.early.push(control);
    }
  }

  private opened(token?: string): void {
    this.open = true;
    this.wasUp = true;
    this.channel.send(JSON.stringify({ type: "hello", version: 1, credit: WINDOW, ...(token ? { token } : {}) }));
    for (const control of this.early) this.channel.send(JSON.stringify(control));
    this.early.length = 0;
  }

  private message(data: unknown): void {
    if (typeof data === "string") {
      let control: Control;
      try {
        control = JSON.parse(data) as Control;
      } catch {
        this.protocolError();
        return;
      }
      this.controlled(control);
    } else if (data instanceof ArrayBuffer && data.byteLength > 4) {
      const number = new DataView(data).getUint32(0, true);
      this.streams.get(number)?.arrived(new Uint8Array(data, 4));
    } else {
      this.protocolError();
    }
  }

  private controlled(control: Control): void {
    const stream = this.streams.get(control.socket as number);
    switch (control.type) {
      case "hello":
        this.credit = control.credit as number;
        for (const each of this.streams.values()) each.credited(this.credit);
        this.greet((control.hostname as string) ?? null);
        return;
      case "resolved":
      case "reversed":
        this.questions.get(control.id as number)?.(control);
        this.questions.delete(control.id as number);
        return;
      case "connected":
        stream?.connected(control.local as Endpoint);
        return;
      case "error":
        this.streams.delete(control.socket as number);
        if (control.error === "EACCES") this.notice(`The gateway's policy refused this: ${control.reason}`);
        stream?.refused(control.error as Errno);
        return;
      case "eof":
        stream?.finished();
        return;
      case "reset":
        stream?.failed(control.error as Errno);
        return;
      case "closed":
        this.streams.delete(control.socket as number);
        stream?.released();
        return;
      case "credit":
        stream?.credited(control.bytes as number);
        return;
      case "fail":
        this.notice(`The gateway closed the link: ${control.reason}`);
        return;
      default:
        this.protocolError();
        return;
    }
  }

  private protocolError(): void {
    this.notice("The gateway does not speak this page's protocol: reload the page, or update one of the two.");
    this.channel.close(4002); // of the codes below 3000 a page may say only 1000
    this.closed(4002);
  }

  private closed(_code: number): void {
    if (this.lost) return;
    this.lost = true;
    if (!this.ending) {
      this.notice(
        this.wasUp
          ? "The link to the gateway was lost: its sockets are reset, and new ones need a new Run."
          : "The gateway can't be reached: start it with npm start, or choose another in the settings.",
      );
    }
    for (const stream of this.streams.values()) {
      if (stream.state === "connecting") {
        stream.refused(this.wasUp ? "ENETDOWN" : "ENETUNREACH");
      } else {
        stream.failed("ECONNRESET");
      }
      stream.released();
    }
    this.streams.clear();
    for (const answer of this.questions.values()) answer(null);
    this.questions.clear();
    this.greet(null);
    this.down();
  }
}
