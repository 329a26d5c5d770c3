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
  /** It is the gateway's own port, at which others outside would reach the program. */
  publish?: true;
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

  async bind(local: SocketAddress, options: BindOptions): Promise<Errno | Bound> {
    const bound = await this.network.bind(local, options);
    if (typeof bound === "string") return bound;
    return {
      get local() {
        return bound.local;
      },
      listen: async (backlog) => ((await this.mayPublish(local as Endpoint)) ? bound.listen(backlog) : "EACCES"),
      reuse: (on) => bound.reuse(on),
      connect: (to) => this.connect(to as Endpoint),
      release: () => bound.release(),
    };
  }

  grants(port: number): Promise<boolean> {
    return this.network.grants?.(port) ?? Promise.resolve(false);
  }

  async datagrams(local: SocketAddress, options: BindOptions): Promise<Errno | Datagrams> {
    const { port } = local as Endpoint;
    if (port !== 0 && !(await this.mayPublish(local as Endpoint))) return "EACCES";
    const datagrams = await this.network.datagrams(local, options);
    if (typeof datagrams === "string") return datagrams;
    const { send, connect } = datagrams;
    datagrams.send = async (bytes, to, how) =>
      !to || (await this.allows(to as Endpoint)) ? send.call(datagrams, bytes, to, how) : "EACCES";
    datagrams.connect = async (to) =>
      !to || (await this.allows(to as Endpoint)) ? connect.call(datagrams, to) : "EACCES";
    return datagrams;
  }

  connect(to: Endpoint): Connection {
    const made = this.allows(to).then((allowed) => (allowed ? () => this.network.connect(to) : ("EACCES" as const)));
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

  resumed(): void {
    this.network.resumed?.();
  }

  finish(): Promise<void> {
    return this.network.finish();
  }

  private allows(to: Endpoint): Promise<boolean> {
    return this.answer({ host: this.names.get(to.address) ?? null, address: to.address, port: to.port });
  }

  private mayPublish({ address, port }: Endpoint): Promise<boolean> {
    return this.answer({ host: null, address, port, publish: true });
  }

  private answer(target: Target): Promise<boolean> {
    const key = `${target.publish ? "at" : "to"} ${target.address} ${target.port}`;
    const answer = this.answers.get(key) ?? this.ask(target);
    this.answers.set(key, answer);
    return answer;
  }
}
