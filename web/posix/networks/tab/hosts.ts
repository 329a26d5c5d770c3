// SPDX-License-Identifier: MIT

import type { Errno } from "../../errno.ts";
import { isLoopback } from "../../names/numeric.ts";
import { isBroadcast, isMulticast, isUnix } from "../address.ts";
import type { HostAddress, SocketAddress } from "../network.ts";
import type { Member } from "./members.ts";

/** A host by one of its names. */
export interface NamedHost {
  name: string;
  address: string;
}

/** The practice hosts, which answer to names that end in .test (RFC 6761), are in this network (RFC 2544). */
export const PRACTICE_NET = "198.18.0.";
/** The host that the reader's programs run on has this address besides loopback, and this name. */
export const OWN_HOST: NamedHost = { name: "porthole", address: "198.18.2.1" };

const inPractice = ({ address }: HostAddress): boolean => address.startsWith(PRACTICE_NET);
export const isPracticeName = (name: string): boolean => /(^|\.)test\.?$/i.test(name);
const plain = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** Whether an address is of the tab's own network: with the practice hosts, where they are served in the tab. */
export function isNear(to: SocketAddress, practice: boolean): boolean {
  return isUnix(to) || isLoopback(to) || to.address === OWN_HOST.address || (practice && inPractice(to));
}

/** Whether the tab looks a name up by itself: that of the reader's own host, where no gateway gives it another. */
export const isNearName = (name: string, practice: boolean, alone: boolean): boolean =>
  (practice && isPracticeName(name)) || (alone && plain(name) === OWN_HOST.name);

interface Waiting {
  member: Member;
  id: number;
  go: () => void;
}

/** The hosts of the tab's network besides the reader's own; they are started when somebody first wants one of them. */
export class Hosts {
  private known: readonly NamedHost[] | "wanted" | null = null;
  private waiting: Waiting[] = [];

  constructor(private readonly wanted: () => void) {}

  /** Goes on once the hosts are there, where the address or name is one of theirs, and at once where not. */
  when(to: { address: string } | { name: string }, member: Member, id: number, go: () => void): void {
    const theirs = "name" in to ? isPracticeName(to.name) : to.address.startsWith(PRACTICE_NET);
    if (!theirs || member.owns({ family: "inet", address: `${PRACTICE_NET}1`, port: 0 }) || this.list) {
      go();
      return;
    }
    this.waiting.push({ member, id, go });
    if (this.known === "wanted") return;
    this.known = "wanted";
    this.wanted();
  }

  /** They are there; or they are gone, and the next who wants them starts them again. */
  become(hosts: readonly NamedHost[] | null): void {
    this.known = hosts;
    const waiting = hosts ? this.waiting : [];
    if (hosts) this.waiting = [];
    for (const { go } of waiting) go();
  }

  abandon(member: Member, id?: number): void {
    this.waiting = this.waiting.filter((each) => each.member !== member || (id !== undefined && each.id !== id));
  }

  address(name: string): string | null {
    return this.all.find((host) => host.name === plain(name))?.address ?? null;
  }

  name(address: string): string | null {
    return this.all.find((host) => host.address === address)?.name ?? null;
  }

  /** Why nothing can be sent to this address, or null. */
  unreachable(to: SocketAddress): Errno | null {
    if (isNear(to, false) || (!isUnix(to) && (isMulticast(to) || isBroadcast(to)))) return null;
    if (isUnix(to) || !inPractice(to)) return "ENETUNREACH";
    return this.name(to.address) === null ? "EHOSTUNREACH" : null;
  }

  private get list(): readonly NamedHost[] | null {
    return this.known === "wanted" ? null : this.known;
  }

  private get all(): readonly NamedHost[] {
    return [OWN_HOST, ...(this.list ?? [])];
  }
}
