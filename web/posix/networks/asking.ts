// SPDX-License-Identifier: MIT

import type { Errno } from "../errno.ts";
import { DeferredConnection } from "./deferred.ts";
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
} from "./network.ts";

/** Whom a program is about to reach; `host` is the name that it looked up, where it did. */
export interface Target {
  host: string | null;
  address: string;
  port: number;
}

export type Ask = (target: Target) => Promise<boolean>;

/** A network that asks the reader before the first connection to each host and port. */
export class AskingNetwork implements Network {
  private readonly names = new Map<string, string>();
  private readonly answers = new Map<string, Promise<boolean>>();

  constructor(
    private readonly network: Network,
    private readonly ask: Ask,
  ) {}

  bind(local: SocketAddress, options: BindOptions): Promise<Errno | Bound> {
    return this.network.bind(local, options);
  }

  datagrams(local: SocketAddress, options: BindOptions): Promise<Errno | Datagrams> {
    return this.network.datagrams(local, options);
  }

  connect(to: Endpoint): Connection {
    const target = { host: this.names.get(to.address) ?? null, address: to.address, port: to.port };
    const key = `${target.address} ${target.port}`;
    const answer = this.answers.get(key) ?? this.ask(target);
    this.answers.set(key, answer);
    const made = answer.then((allowed) => (allowed ? () => this.network.connect(to) : ("EACCES" as const)));
    return new DeferredConnection(to, made);
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
