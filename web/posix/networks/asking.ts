// SPDX-License-Identifier: MIT

import { Changes } from "../changes.ts";
import { Chunks } from "../chunks.ts";
import type { Errno } from "../errno.ts";
import type { Connection, Endpoint, Family, HostAddress, Network, Resolved } from "./network.ts";

/** Whom a program is about to reach; `host` is the name that it looked up, where it did. */
export interface Target {
  host: string | null;
  address: string;
  port: number;
}

export type Ask = (target: Target) => Promise<boolean>;

/** A connection that waits for the reader's word like for a host that takes its time; without it, EACCES. */
class AskedConnection implements Connection {
  readonly changed = new Changes();
  private inner: Connection | null = null;
  private refused = false;
  private left = false;
  private readonly options: [name: string, value: number | [number, number]][] = [];
  private readonly nothing = new Chunks();

  constructor(
    readonly peer: Endpoint,
    answer: Promise<boolean>,
    connect: () => Connection,
  ) {
    void answer.then((allowed) => {
      if (this.left) return;
      if (allowed) {
        this.inner = connect();
        for (const [name, value] of this.options) this.inner.setOption(name, value);
        this.inner.changed.subscribe(() => this.changed.notify());
      } else this.refused = true;
      this.changed.notify();
    });
  }

  get state(): Connection["state"] {
    return this.inner?.state ?? (this.refused || this.left ? "dead" : "connecting");
  }

  get error(): Errno | null {
    return this.inner ? this.inner.error : this.refused ? "EACCES" : null;
  }

  get local(): Endpoint {
    const unspecified = { family: this.peer.family, address: this.peer.family === "inet" ? "0.0.0.0" : "::", port: 0 };
    return this.inner?.local ?? unspecified;
  }

  get inbox(): Chunks {
    return this.inner?.inbox ?? this.nothing;
  }

  get ended(): boolean {
    return this.inner?.ended ?? (this.refused || this.left);
  }

  get space(): number {
    return this.inner?.space ?? 0;
  }

  send(bytes: Uint8Array): number {
    return this.inner?.send(bytes) ?? 0;
  }

  consumed(count: number): void {
    this.inner?.consumed(count);
  }

  shutdown(): void {
    this.inner?.shutdown();
  }

  setOption(name: string, value: number | [number, number]): void {
    if (this.inner) this.inner.setOption(name, value);
    else this.options.push([name, value]);
  }

  async close(): Promise<void> {
    this.left = true;
    await this.inner?.close();
  }

  async abort(): Promise<void> {
    this.left = true;
    await this.inner?.abort();
  }
}

/** A network that asks the reader before the first connection to each host and port. */
export class AskingNetwork implements Network {
  private readonly names = new Map<string, string>();
  private readonly answers = new Map<string, Promise<boolean>>();

  constructor(
    private readonly network: Network,
    private readonly ask: Ask,
  ) {}

  connect(to: Endpoint): Connection {
    const target = { host: this.names.get(to.address) ?? null, address: to.address, port: to.port };
    const key = `${target.address} ${target.port}`;
    const answer = this.answers.get(key) ?? this.ask(target);
    this.answers.set(key, answer);
    return new AskedConnection(to, answer, () => this.network.connect(to));
  }

  async resolve(host: string, family: Family | "any"): Promise<Resolved> {
    const found = await this.network.resolve(host, family);
    if ("addresses" in found) for (const { address } of found.addresses) this.names.set(address, host);
    return found;
  }

  reverse(address: HostAddress): Promise<string | null> {
    return this.network.reverse(address);
  }

  hostname(): Promise<string | null> {
    return this.network.hostname();
  }

  finish(): Promise<void> {
    return this.network.finish();
  }
}
