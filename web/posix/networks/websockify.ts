// SPDX-License-Identifier: MIT

import type { Errno } from "../errno.ts";
import type { Channel, Platform } from "../platform.ts";
import type { Bound, Connection, Datagrams, Endpoint, Family, HostAddress, Network, Resolved } from "./network.ts";
import { Stream } from "./stream.ts";

/** How much may wait in the WebSocket before send blocks: there are no credits here. */
const MOST_BUFFERED = 1 << 20;
/** How much may wait for the program before the host is held back, where the browser can; until it is down to a quarter. */
const MOST_UNREAD = 1 << 20;

/** A connection through a stock websockify: one WebSocket, whose messages are the bytes of the stream. */
class WebsockifyStream extends Stream<Endpoint> {
  private readonly channel: Channel;
  private cancel: () => void = () => {};
  private readonly gone: Promise<void>;

  constructor(
    private readonly platform: Platform,
    url: string,
    peer: Endpoint,
  ) {
    super(peer);
    this.channel = platform.openPacedChannel(url, ["binary"]);
    this.channel.binaryType = "arraybuffer";
    this.channel.onopen = () => this.opened();
    this.channel.onmessage = (event) => {
      if (!(event.data instanceof ArrayBuffer)) return;
      this.received(new Uint8Array(event.data));
      if (this.inbox.size >= MOST_UNREAD) this.channel.hold?.(true);
    };
    this.gone = new Promise((resolve) => {
      this.channel.onclose = () => {
        this.cancel();
        if (this.state === "connecting") {
          this.failed("ECONNREFUSED");
        } else {
          this.finished();
          this.failed(null);
        }
        resolve();
      };
    });
  }

  get space(): number {
    return this.state === "open" ? Math.max(0, MOST_BUFFERED - this.channel.bufferedAmount) : 0;
  }

  send(bytes: Uint8Array): number {
    const part = bytes.slice(0, this.space);
    if (part.length > 0) this.channel.send(part);
    if (this.space === 0) this.watch();
    return part.length;
  }

  consumed(): void {
    if (this.inbox.size <= MOST_UNREAD / 4) this.channel.hold?.(false);
  }

  /** A WebSocket has no half-close: the host never learns that the program sends no more. */
  shutdown(): void {}
  setOption(): void {}

  close(): Promise<void> {
    this.deafen();
    this.channel.close(1000);
    return this.gone;
  }

  abort(): Promise<void> {
    if (!this.channel.abort) return this.close();
    this.deafen();
    this.channel.abort();
    return this.gone;
  }

  /** Nobody reads any more: a channel that is held would never come to its end. */
  private deafen(): void {
    this.channel.onmessage = null;
    this.inbox.drop();
  }

  /** No event tells that a WebSocket's buffer has drained. */
  private watch(): void {
    this.cancel();
    this.cancel = this.platform.after(2, () => (this.space > 0 ? this.changed.notify() : this.watch()));
  }
}

/**
 * A stock websockify: with a token plugin, the address travels as `?token=host:port`; with a fixed target every
 * connection goes there. Names get placeholder addresses in 198.19.0.0/16 and are sent as names.
 */
export class Websockify implements Network {
  private readonly names: string[] = [];

  constructor(
    private readonly platform: Platform,
    private readonly url: string,
    private readonly fixed: boolean,
  ) {}

  async bind(): Promise<Errno | Bound> {
    return "EOPNOTSUPP";
  }

  async datagrams(): Promise<Errno | Datagrams> {
    return "ENETUNREACH";
  }

  connect(to: Endpoint): Connection {
    return new WebsockifyStream(this.platform, this.target(to), to);
  }

  async resolve(host: string, family: Family | "any"): Promise<Resolved> {
    if (family === "inet6") return { error: "EAI_NODATA" };
    let index = this.names.indexOf(host);
    if (index < 0) index = this.names.push(host) - 1;
    const address = `198.19.${((index + 1) >> 8) & 255}.${(index + 1) & 255}`;
    return { addresses: [{ family: "inet", address }], canonical: host };
  }

  async reverse(address: HostAddress): Promise<string | null> {
    return this.nameOf(address.address) ?? null;
  }

  async hostname(): Promise<string | null> {
    return null;
  }

  async finish(): Promise<void> {}

  private target(to: Endpoint): string {
    if (this.fixed) return this.url;
    const name = this.nameOf(to.address) ?? (to.family === "inet6" ? `[${to.address}]` : to.address);
    return `${this.url}${this.url.includes("?") ? "&" : "?"}token=${encodeURIComponent(`${name}:${to.port}`)}`;
  }

  private nameOf(address: string): string | undefined {
    const parts = address.split(".").map(Number);
    if (parts[0] !== 198 || parts[1] !== 19) return undefined;
    return this.names[(parts[2] as number) * 256 + (parts[3] as number) - 1];
  }
}
