// SPDX-License-Identifier: MIT

import { isWildcard } from "../address.ts";
import type { BindOptions, Endpoint } from "../network.ts";

/** Linux's ip_local_port_range. */
export const EPHEMERAL = { first: 32768, last: 60999 } as const;

/** A socket's claim on a port. */
export interface Claim {
  local: Endpoint;
  options: BindOptions;
  listening: boolean;
}

/** Whether both would hear of some of the same connections. */
export function overlap(one: Claim, other: Claim): boolean {
  const [a, b] = [one.local, other.local];
  if (a.port !== b.port) return false;
  if (a.family === b.family) return isWildcard(a) || isWildcard(b) || a.address === b.address;
  // "::" takes IPv4 too, unless it was told not to.
  const six = a.family === "inet6" ? one : other;
  return six.local.address === "::" && !six.options.only6;
}

/** The ports of one protocol in the tab: who has which, as Linux hands them out. */
export class Ports {
  private readonly claims = new Set<Claim>();
  private next: number = EPHEMERAL.first;

  /** Claims an address, port 0 for any free one; undefined where it is taken. */
  claim(local: Endpoint, options: BindOptions): Claim | undefined {
    if (local.port !== 0) return this.put({ local, options, listening: false });
    const count = EPHEMERAL.last - EPHEMERAL.first + 1;
    for (let tries = 0; tries < count; tries++) {
      const port = this.next;
      this.next = port === EPHEMERAL.last ? EPHEMERAL.first : port + 1;
      // What nobody asked for by number is shared with nobody.
      const alone = { local: { ...local, port }, options: { ...options, reuse: false }, listening: false };
      if ([...this.claims].some((other) => overlap(alone, other))) continue;
      return this.put({ local: alone.local, options, listening: false });
    }
    return undefined;
  }

  /** Whether a claim may begin to listen: two may not on what overlaps, SO_REUSEADDR or not. */
  listen(claim: Claim): boolean {
    if ([...this.claims].some((other) => other !== claim && other.listening && overlap(claim, other))) return false;
    claim.listening = true;
    return true;
  }

  release(claim: Claim): void {
    this.claims.delete(claim);
  }

  /** Who listens for a connection to this address: the most exact one. */
  listener(to: Endpoint): Claim | undefined {
    const wanted: Claim = { local: to, options: { reuse: false, only6: false }, listening: false };
    const found = [...this.claims].filter((claim) => claim.listening && overlap(claim, wanted));
    const rank = ({ local }: Claim) => Number(isWildcard(local)) + Number(local.family !== to.family);
    return found.sort((one, other) => rank(one) - rank(other))[0];
  }

  private put(claim: Claim): Claim | undefined {
    for (const other of this.claims) {
      const shared = claim.options.reuse && other.options.reuse && !other.listening;
      if (overlap(claim, other) && !shared) return undefined;
    }
    this.claims.add(claim);
    return claim;
  }
}
