// SPDX-License-Identifier: MIT

import type { Errno } from "../errno.ts";
import type { Platform } from "../platform.ts";
import { isBroadcast, isMulticast, isUnix, isWildcard } from "./address.ts";
import { type Ask, AskingNetwork, type Target } from "./asking.ts";
import type {
  BindOptions,
  Bound,
  Connection,
  Datagrams,
  Family,
  HostAddress,
  Network,
  Resolved,
  SocketAddress,
  SocketPaths,
} from "./network.ts";
import { Nowhere } from "./nowhere.ts";
import { PublishedBound } from "./published.ts";
import { isNear, isNearName } from "./tab/hosts.ts";
import type { Port } from "./tab/messages.ts";
import { TabNetwork } from "./tab/network.ts";
import { Tunnel } from "./tunnel/tunnel.ts";
import { Websockify } from "./websockify.ts";
import { WideDatagrams } from "./wide_datagrams.ts";

export type { Target };

/** How the page reaches hosts: `gateway` is an absolute WebSocket URL, or null where there is none. */
export interface GatewayConfig {
  gateway: string | null;
  kind: "porthole" | "websockify";
  /** kind websockify: the one target it was started with, if it takes no token. */
  fixed?: string;
  /** Who serves the practice hosts, whose names end in .test: the gateway, or a program of the tab. */
  practice?: "gateway" | "tab";
}

/** Where the borders of the tab's own network are. */
interface Borders {
  /** The practice hosts are within. */
  practice: boolean;
  /** There is nothing outside. */
  alone: boolean;
}

/** Chooses the network an address belongs to: 127.0.0.0/8, ::1 and AF_UNIX are the tab's own. */
class Networks implements Network {
  readonly paths?: SocketPaths;

  constructor(
    private readonly tab: Network,
    private readonly outside: Network,
    private readonly borders: Borders,
  ) {
    if (tab.paths) this.paths = tab.paths;
  }

  async bind(local: SocketAddress, options: BindOptions): Promise<Errno | Bound> {
    const bound = await this.tab.bind(local, options);
    if (bound === "EADDRNOTAVAIL" && (await this.isOfGateway(local))) return this.outside.bind(local, options);
    if (typeof bound === "string") return bound;
    // Outside, the gateway chooses the port that a connection comes from.
    const connect: Bound["connect"] = (to, patient) =>
      this.isNear(to) ? bound.connect(to, patient) : this.connect(to);
    if (!isUnix(local) && isWildcard(local)) return new PublishedBound(bound, this.outside, connect);
    return { ...bound, connect };
  }

  connect(to: SocketAddress, patient?: boolean): Connection {
    return (this.isNear(to) ? this.tab : this.outside).connect(to, patient);
  }

  async datagrams(local: SocketAddress, options: BindOptions): Promise<Errno | Datagrams> {
    const near = await this.tab.datagrams(local, options);
    if (near === "EADDRNOTAVAIL" && (await this.isOfGateway(local))) return this.outside.datagrams(local, options);
    if (typeof near === "string" || isUnix(local)) return near;
    const isNear = (to: SocketAddress) => isUnix(to) || this.isNear(to) || isMulticast(to) || isBroadcast(to);
    return new WideDatagrams(near, this.outside, options, isNear);
  }

  resolve(host: string, family: Family | "any"): Promise<Resolved> {
    const near = isNearName(host, this.borders.practice, this.borders.alone);
    return (near ? this.tab : this.outside).resolve(host, family);
  }

  reverse(address: HostAddress): Promise<string | null> {
    return (this.isNear({ ...address, port: 0 }) ? this.tab : this.outside).reverse(address);
  }

  hostname(): Promise<string | null> {
    return this.outside.hostname();
  }

  resumed(): void {
    this.outside.resumed?.();
  }

  async finish(): Promise<void> {
    await Promise.all([this.tab.finish(), this.outside.finish()]);
  }

  /** Whether a program may bind this address because the gateway has it, and grants the port. */
  private async isOfGateway(local: SocketAddress): Promise<boolean> {
    return !isUnix(local) && ((await this.outside.grants?.(local.port)) ?? false);
  }

  private isNear(to: SocketAddress): boolean {
    return isNear(to, this.borders.practice);
  }
}

function outside(platform: Platform, config: GatewayConfig, notice: (text: string) => void): Network {
  if (config.gateway === null) {
    return new Nowhere("ENETUNREACH", () =>
      notice("This page has no gateway, so it reaches no host outside: run npm start, or name one in the settings."),
    );
  }
  if (config.kind === "websockify") return new Websockify(platform, config.gateway, config.fixed !== undefined);
  return new Tunnel(platform, config.gateway, notice);
}

/**
 * The networks of one program; a tunnel starts to open at once. `broker` leads to the tab's other programs: without it
 * nobody listens there. With `ask`, the reader is asked before hosts outside are reached. */
export function openNetworks(
  platform: Platform,
  config: GatewayConfig,
  notice: (text: string) => void,
  ask: Ask | null = null,
  broker: Port | null = null,
): Network {
  const far = outside(platform, config, notice);
  const tab = broker ? new TabNetwork(broker, platform) : new Nowhere("ECONNREFUSED");
  const borders = { practice: config.practice === "tab", alone: config.gateway === null };
  return new Networks(tab, ask ? new AskingNetwork(far, ask) : far, borders);
}
