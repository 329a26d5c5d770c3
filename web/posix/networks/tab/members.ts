// SPDX-License-Identifier: MIT

import type { Errno } from "../../errno.ts";
import { isLoopback } from "../../names/numeric.ts";
import { isUnix, isWildcard } from "../address.ts";
import type { Endpoint, Family, SocketAddress } from "../network.ts";
import type { FromBroker, Port } from "./messages.ts";
import type { Claim } from "./ports.ts";

const fits = (own: string, address: string) => (own.endsWith(".") ? address.startsWith(own) : address === own);

/** Something of a member's that the broker keeps by its number. */
export interface Entry {
  readonly number: number;
  readonly owner: Member;
  readonly local: SocketAddress;
  /** Its port, where it has one. */
  readonly claim: Claim | null;
  release(): void;
}

/** A program, as the broker knows it. */
export class Member {
  readonly sockets = new Map<number, Entry>();
  /** Its ends of connections, with the numbers of the other ends. */
  readonly ends = new Map<number, { member: Member; end: number }>();

  constructor(
    private readonly port: Port,
    /** The addresses of its host besides loopback; one that ends in a dot stands for all of a network. */
    readonly addresses: readonly string[],
    /** What the page calls this program. */
    readonly program: number,
  ) {}

  /** Whether a socket of this program may have that address. */
  owns(local: SocketAddress): boolean {
    return isUnix(local) || isLoopback(local) || this.addresses.some((own) => fits(own, local.address));
  }

  /** The address that what goes to `to` comes from, where the socket has none of its own. */
  source(local: Endpoint | null, to: Endpoint): Endpoint {
    if (local && !isWildcard(local)) return local;
    return { family: to.family, address: this.near(to), port: local?.port ?? 0 };
  }

  tell(message: FromBroker, ...transfer: unknown[]): void {
    this.port.postMessage(message, transfer);
  }

  fail(id: number, error: Errno): void {
    this.tell({ type: "failed", id, error });
  }

  private near({ family, address }: { family: Family; address: string }): string {
    const own = this.addresses.find((each) => !each.endsWith(".") && each.includes(":") === (family === "inet6"));
    if (!isLoopback({ family, address }) && own) return own;
    return family === "inet" ? "127.0.0.1" : "::1";
  }
}
