// SPDX-License-Identifier: MIT

import type { Errno } from "../../errno.ts";
import type { Channel, Platform } from "../../platform.ts";
import { FailedConnection } from "../failed.ts";
import type {
  BindOptions,
  Bound,
  Connection,
  Datagrams,
  Endpoint,
  Family,
  HostAddress,
  Network,
  Resolved,
  SocketAddress,
} from "../network.ts";
import { TunnelBound } from "./bound.ts";
import type { Control } from "./control.ts";
import { type Routed, TunnelDatagrams } from "./datagrams.ts";
import type { TunnelListener } from "./listener.ts";
import { Questions } from "./questions.ts";
import { TunnelStream, WINDOW } from "./stream.ts";
import { WayDown } from "./way_down.ts";

/** A program's link to its gateway, docs/protocol.md: one WebSocket carries all its sockets. */
export class Tunnel implements Network {
  private readonly channel: Channel;
  private readonly streams = new Map<number, TunnelStream>();
  private readonly datagramSockets = new Map<number, TunnelDatagrams>();
  private readonly listeners = new Map<number, TunnelListener>();
  /** Sockets that were asked for, and are neither there nor refused. */
  private readonly openings = new Map<number, (answer: Control) => void>();
  private readonly questions = new Questions((control) => this.control(control));
  private readonly early: Control[] = [];
  private readonly greeted: Promise<string | null>;
  private greet: (hostname: string | null) => void = () => {};
  private nextSocket = 2;
  /** Counts what came from the gateway, and the program's turns. */
  private turn = 0;
  private open = false;
  private wasUp = false;
  /** Why the gateway itself closed the link, where that is no mistake of anybody's. */
  private refusal: Errno | null = null;
  private lost = false;
  private ending = false;
  private down: () => void = () => {};
  private readonly gone = new Promise<void>((resolve) => {
    this.down = resolve;
  });
  /** Payload bytes a new socket may send. */
  credit = 0;
  /** Payload of one data message, at most. */
  private largest = 65536;
  private features: ReadonlySet<string> = new Set();
  private publicName = "";
  private wayDown: WayDown | null = null;
  private granted: readonly [first: number, last: number][] = [];

  /** `notice` takes a sentence for the reader of the page. */
  constructor(
    private readonly platform: Platform,
    private readonly url: string,
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

  async bind(local: SocketAddress): Promise<Errno | Bound> {
    return new TunnelBound(local as Endpoint, {
      claim: (question, feature) => this.claim(question, feature),
      control: (control) => this.control(control),
      listening: (socket, listener) => this.listening(socket, listener),
      left: (socket) => this.listeners.delete(socket),
      connect: (to) => this.connect(to),
    });
  }

  async grants(port: number): Promise<boolean> {
    await this.greeted;
    return this.granted.some(([first, last]) => (port === 0 || port >= first) && port <= last);
  }

  async datagrams(local: SocketAddress, _options?: BindOptions): Promise<Errno | Datagrams> {
    const { family, address, port } = local as Endpoint;
    const at = port === 0 ? {} : { address, port };
    const answer = await this.claim({ type: "udp", family, ...at }, "udp");
    if (typeof answer === "string") return answer;
    const number = answer.socket as number;
    const own: Endpoint = { family, ...(answer.local as { address: string; port: number }) };
    const wire = {
      channel: this.channel,
      control: (control: Control) => this.control(control),
      route: (socket: number, to: Endpoint) => this.route(socket, to),
    };
    const socket = new TunnelDatagrams(number, own, wire, this.credit, WINDOW);
    this.datagramSockets.set(number, socket);
    return socket;
  }

  connect(to: Endpoint): Connection {
    if (this.lost) return new FailedConnection(to, this.noWay);
    const number = this.nextSocket;
    this.nextSocket += 2;
    const stream = this.newStream(number, to);
    this.control({ type: "connect", socket: number, family: to.family, address: to.address, port: to.port });
    return stream;
  }

  resolve(host: string, family: Family | "any"): Promise<Resolved> {
    return this.questions.resolve(host, family);
  }

  reverse(address: HostAddress): Promise<string | null> {
    return this.questions.reverse(address);
  }

  hostname(): Promise<string | null> {
    return this.greeted;
  }

  resumed(): void {
    this.turn++;
  }

  finish(): Promise<void> {
    this.ending = true;
    this.wayDown?.end();
    this.channel.close(1000);
    return this.gone;
  }

  private listening(socket: number, listener: TunnelListener): void {
    this.listeners.set(socket, listener);
    const { local } = listener;
    const host = this.publicName || (local.family === "inet6" ? `[${local.address}]` : local.address);
    this.notice(`Others reach this program at ${host}:${local.port}.`);
  }

  private newStream(number: number, peer: Endpoint): TunnelStream {
    const control = (message: Control) => this.control(message);
    const query = async (name: string) => (this.features.has("options") ? this.questions.option(number, name) : null);
    const { channel, credit, platform } = this;
    const largest = () => this.largest;
    const task = (callback: () => void) => platform.task(callback);
    const turn = () => this.turn;
    const divert = () => this.divert(number);
    const stream = new TunnelStream(number, peer, channel, control, credit, query, largest, task, turn, divert);
    this.streams.set(number, stream);
    return stream;
  }

  /** Asks for a socket of a kind that not every gateway has. */
  private async claim(question: Control, feature: string): Promise<Errno | Control> {
    await this.greeted;
    if (this.lost) return this.noWay;
    if (!this.features.has(feature)) return "EACCES";
    const socket = this.nextSocket;
    this.nextSocket += 2;
    const answer = await new Promise<Control>((resolve) => {
      this.openings.set(socket, resolve);
      this.control({ ...question, socket });
    });
    return typeof answer.error === "string" ? (answer.error as Errno) : answer;
  }

  private async route(socket: number, to: Endpoint): Promise<Routed> {
    const answer = await this.questions.ask({ type: "route", socket, address: to.address, port: to.port });
    if (!answer) return { error: "ENETDOWN" };
    if (answer.error === "EACCES") this.notice(`The gateway's policy refused this: ${answer.reason}`);
    return typeof answer.error === "string" ? { error: answer.error as Errno } : (answer as unknown as Routed);
  }

  /** Bulk comes by the second way down, where there is one. */
  private async divert(socket: number): Promise<boolean> {
    const found = (await this.wayDown?.join(socket)) ?? false;
    if (found) this.control({ type: "divert", socket });
    return found;
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
    this.turn++;
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
      const socket = this.streams.get(number) ?? this.datagramSockets.get(number);
      socket?.arrived(new Uint8Array(data, 4));
    } else {
      this.protocolError();
    }
  }

  private controlled(control: Control): void {
    const stream = this.streams.get(control.socket as number);
    const datagrams = this.datagramSockets.get(control.socket as number);
    switch (control.type) {
      case "hello":
        this.credit = control.credit as number;
        this.largest = (control.limits as { data?: number } | undefined)?.data ?? 65536;
        this.features = new Set(control.features as string[]);
        if (typeof control.listen === "object" && control.listen !== null) {
          const { ports, public: name } = control.listen as { ports: [number, number][]; public: string };
          this.granted = ports;
          this.publicName = name;
        }
        if (typeof control.down === "string") this.openWayDown(control.down);
        for (const each of this.streams.values()) each.credited(this.credit);
        this.greet((control.hostname as string) ?? null);
        return;
      case "resolved":
      case "reversed":
      case "routed":
      case "value":
        this.questions.answered(control);
        return;
      case "connected":
        stream?.connected(control.local as Endpoint);
        return;
      case "bound":
      case "listening":
        this.answered(control);
        return;
      case "incoming":
        this.incoming(control);
        return;
      case "undelivered":
        datagrams?.undelivered(control.error as Errno, control as unknown as { address: string; port: number });
        return;
      case "error":
        this.answered(control);
        this.streams.delete(control.socket as number);
        if (control.error === "EACCES") this.notice(`The gateway's policy refused this: ${control.reason}`);
        stream?.refused(control.error as Errno);
        return;
      case "diverted":
        stream?.diverted();
        return;
      case "eof":
        stream?.told(control.bytes, () => stream.finished());
        return;
      case "reset":
        stream?.told(control.bytes, () => stream.failed(control.error as Errno));
        datagrams?.reset(control.error as Errno);
        return;
      case "closed":
        this.streams.delete(control.socket as number);
        this.datagramSockets.delete(control.socket as number);
        this.wayDown?.leave(control.socket as number);
        stream?.released();
        return;
      case "credit":
        (stream ?? datagrams)?.credited(control.bytes as number);
        return;
      case "fail":
        this.notice(`The gateway closed the link: ${control.reason}`);
        if (control.error === "EACCES" || control.error === "EAGAIN") this.refusal = control.error;
        return;
      default:
        this.protocolError();
        return;
    }
  }

  private openWayDown(key: string): void {
    const arrived = (socket: number, bytes: Uint8Array) => this.streams.get(socket)?.arrivedByBody(bytes);
    const broken = (sockets: number[]) => {
      // The gateway resets them, too, when it hears of it.
      for (const socket of sockets) this.streams.get(socket)?.broken();
    };
    this.wayDown = new WayDown(this.platform, this.url, key, arrived, broken);
  }

  private answered(control: Control): void {
    const socket = control.socket as number;
    this.openings.get(socket)?.(control);
    this.openings.delete(socket);
  }

  private incoming(control: Control): void {
    const listener = this.listeners.get(control.listener as number);
    const family = listener?.local.family ?? "inet";
    const peer = { family, ...(control.peer as { address: string; port: number }) };
    const stream = this.newStream(control.socket as number, peer);
    stream.connected({ family, ...(control.local as { address: string; port: number }) });
    // One that crossed the listener's close on the way.
    if (listener) listener.incoming(stream);
    else void stream.abort();
  }

  /** What a new connection meets once the link is gone. */
  private get noWay(): Errno {
    return this.refusal ?? (this.wasUp ? "ENETDOWN" : "ENETUNREACH");
  }

  private protocolError(): void {
    this.notice("The gateway does not speak this page's protocol: reload the page, or update one of the two.");
    this.channel.close(4002); // of the codes below 3000 a page may say only 1000
    this.closed(4002);
  }

  private closed(_code: number): void {
    if (this.lost) return;
    this.lost = true;
    this.wayDown?.end();
    if (!this.ending && !this.refusal) {
      this.notice(
        this.wasUp
          ? "The link to the gateway was lost: its sockets are reset, and new ones need a new Run."
          : "The gateway can't be reached: start it with npm start, or choose another in the settings.",
      );
    }
    for (const stream of this.streams.values()) {
      if (stream.state === "connecting") {
        stream.refused(this.noWay);
      } else {
        stream.failed("ECONNRESET");
      }
      stream.released();
    }
    this.streams.clear();
    for (const socket of this.datagramSockets.values()) socket.failed("ENETDOWN");
    this.datagramSockets.clear();
    for (const listener of this.listeners.values()) listener.failed("ENETDOWN");
    this.listeners.clear();
    for (const [socket, answer] of this.openings) answer({ type: "error", socket, error: this.noWay });
    this.openings.clear();
    this.questions.end();
    this.greet(null);
    this.down();
  }
}
