// SPDX-License-Identifier: MIT

import { AF, IPPROTO, IPV6_V6ONLY, SO, SOL_SOCKET } from "../abi.ts";
import { Changes } from "../changes.ts";
import type { Answer, Errno } from "../errno.ts";
import { isWildcard, unspecified } from "../networks/address.ts";
import type { BindOptions, SocketAddress } from "../networks/network.ts";
import { MODE, type OpenFile, type Status } from "../open_file.ts";
import type { SocketOptions } from "./options.ts";
import { unmapped } from "./sockaddr.ts";

/** What sockets of every type have in common. */
export abstract class Socket implements OpenFile {
  readonly changed = new Changes();
  abstract readonly options: SocketOptions;
  abstract flags: number;

  constructor(
    /** AF_INET, AF_INET6 or AF_UNIX */
    readonly family: number,
    private readonly inode: number,
  ) {}

  get readLimit(): number | undefined {
    return this.options.receiveTimeout;
  }

  get writeLimit(): number | undefined {
    return this.options.sendTimeout;
  }

  /** A connect is on its way. */
  get connecting(): boolean {
    return false;
  }

  /** Takes an address of its own. */
  abstract bind(local: SocketAddress): Promise<Answer>;
  /** connect to AF_UNSPEC: forget the peer. */
  abstract disconnect(): Answer | Promise<Answer>;
  abstract local(): SocketAddress;
  abstract peer(): SocketAddress | null;
  /** An option was set that the network has to know of. */
  abstract optionSet(level: number, name: number, value: number): void;
  /** What an option of the host's real socket is, where there is one to ask. */
  actual(_level: number, _name: number): Promise<number | null> | null {
    return null;
  }
  abstract shutdown(how: number): Answer;
  /** The pending error, told once. */
  abstract takeError(): Errno | null;
  abstract read(to: Uint8Array): Answer;
  abstract write(from: Uint8Array): Answer;
  abstract readiness(): number;
  abstract ioctl(request: number): Answer;
  abstract release(): void;

  status(): Status {
    return { mode: MODE.SOCKET | 0o777, size: 0, inode: this.inode, modified: 0, links: 1 };
  }

  /** The address of a socket of this family that has none. */
  protected get nowhere(): SocketAddress {
    return unspecified(FAMILIES.get(this.family) ?? "inet");
  }

  protected get bindOptions(): BindOptions {
    return { reuse: this.flag(SOL_SOCKET, SO.REUSEADDR), only6: this.only6 };
  }

  protected get only6(): boolean {
    return this.family === AF.INET6 && this.flag(IPPROTO.IPV6, IPV6_V6ONLY);
  }

  /** Where a destination leads: the wildcard addresses mean this host; null for IPv4 where only IPv6 is wanted. */
  protected destination(to: SocketAddress): SocketAddress | null {
    if (to.family === "unix") return to;
    const host = isWildcard(to) ? { ...to, address: to.family === "inet" ? "127.0.0.1" : "::1" } : to;
    const inside = unmapped(host);
    return inside && this.only6 ? null : (inside ?? host);
  }

  protected flag(level: number, name: number): boolean {
    return this.options.number(level, name) === 1;
  }
}

const FAMILIES = new Map<number, SocketAddress["family"]>([
  [AF.INET, "inet"],
  [AF.INET6, "inet6"],
  [AF.UNIX, "unix"],
]);
