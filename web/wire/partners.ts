// SPDX-License-Identifier: MIT

import type { Conversation } from "./conversation.ts";

/** A Unix socket's address is a path or a name; others have a port. */
const isUnix = (address: string): boolean => !/:\d+$/.test(address);

const portOf = (address: string): string => address.slice(address.lastIndexOf(":"));
const isWildcard = (address: string): boolean => /^(0\.0\.0\.0|\[::\]):/.test(address);

/** Which program is at the other end of a socket. */
export class Partners {
  private readonly byLocal = new Map<string, Conversation[]>();
  private readonly ofUnix = new Map<Conversation, number>();

  constructor(private readonly conversations: readonly Conversation[]) {
    for (const each of conversations) {
      if (each.local) this.byLocal.set(each.local, [...(this.byLocal.get(each.local) ?? []), each]);
    }
    this.pairUnix();
  }

  /** The program, or undefined where it is none of ours. */
  of(conversation: Conversation): number | undefined {
    const { peer, local } = conversation;
    if (!peer) return undefined;
    const paired = this.ofUnix.get(conversation);
    if (paired !== undefined) return paired;
    const there = this.byLocal.get(peer) ?? [];
    const exact = there.find((other) => other !== conversation && other.peer === local && other.peer !== undefined);
    return (exact ?? there[0] ?? this.onAnyAddress(peer))?.program;
  }

  /** The program that a datagram to or from this address is to or from. */
  at(address: string): number | undefined {
    return (this.byLocal.get(address)?.[0] ?? this.onAnyAddress(address))?.program;
  }

  private onAnyAddress(peer: string): Conversation | undefined {
    if (isUnix(peer)) return undefined;
    const own = /^(127\.|\[::1\]|198\.18\.2\.)/.test(peer);
    if (!own) return undefined;
    return this.conversations.find(({ local }) => local && isWildcard(local) && portOf(local) === portOf(peer));
  }

  /** A client of a Unix socket has no address: the first to connect is the first to be accepted. */
  private pairUnix(): void {
    const waiting = new Map<string, Conversation[]>();
    for (const each of this.conversations) {
      if (each.accepted || !each.peer || !isUnix(each.peer)) continue;
      waiting.set(each.peer, [...(waiting.get(each.peer) ?? []), each]);
    }
    for (const each of this.conversations) {
      if (!each.accepted || !each.local || !isUnix(each.local)) continue;
      const client = waiting.get(each.local)?.shift();
      if (!client) continue;
      this.ofUnix.set(each, client.program);
      this.ofUnix.set(client, each.program);
    }
  }
}
