// SPDX-License-Identifier: MIT

import type { CallRecord } from "../posix/index.ts";
import type { PacketRecord } from "../posix/networks/tab/weather/internet.ts";
import { type Conversation, type Gap, type Row, Sockets } from "./conversation.ts";
import { Partners } from "./partners.ts";

/** Calls that are kept from the beginning, and at the end. */
export const HEAD_ROWS = 2000;
export const TAIL_ROWS = 3000;
/** Packets that are kept, from the beginning. */
export const MOST_PACKETS = 20_000;

/** Whose calls they are; `origin` is when that program's clock was zero, in milliseconds since 1970. */
export interface Source {
  program: number;
  origin: number;
}

const SOLE: Source = { program: 0, origin: 0 };

/** A packet, with its time on the clock that all programs share. */
export interface PacketRow {
  start: number;
  packet: PacketRecord;
}

/** All that is known of the programs' calls, within bounds: the first, the last, and counts of what was dropped between. */
export class Wire {
  /** Of the calls between `head` and `tail`, by conversation; undefined is for calls on no socket. */
  readonly dropped = new Map<Conversation | undefined, Gap>();
  readonly packets: PacketRow[] = [];
  /** Packets that were not kept. */
  morePackets = 0;
  #rows: Row[] = [];
  #conversations: Conversation[] = [];
  readonly #sockets = new Map<number, Sockets>();
  #calls = 0;
  /** When the shared clock was zero: as the first program began. */
  #zero: number | undefined;

  /** Calls as one program made them, each after those before it. */
  add(records: readonly CallRecord[], { program, origin }: Source = SOLE): void {
    this.#zero ??= origin;
    const sockets = this.#sockets.get(program) ?? new Sockets(program, this.#conversations);
    this.#sockets.set(program, sockets);
    for (const record of records) this.#insert(sockets.place(record, ++this.#calls, origin - this.#zero));
    // In strides, so that a long transfer does not move the list at each call.
    const surplus = this.#rows.length - HEAD_ROWS - TAIL_ROWS;
    if (surplus > 1000) for (const row of this.#rows.splice(HEAD_ROWS, surplus)) this.#drop(row);
  }

  addPackets(records: readonly PacketRecord[]): void {
    for (const packet of records) {
      this.#zero ??= packet.time;
      if (this.packets.length < MOST_PACKETS) this.packets.push({ start: packet.time - this.#zero, packet });
      else this.morePackets++;
    }
  }

  /** Forgets all; what the sockets are is known still, so that a running program's calls find theirs. */
  clear(): void {
    this.#rows = [];
    this.dropped.clear();
    this.packets.length = 0;
    this.morePackets = 0;
  }

  /** For other programs. */
  reset(): void {
    this.clear();
    this.#conversations = [];
    this.#sockets.clear();
    this.#calls = 0;
    this.#zero = undefined;
  }

  get head(): readonly Row[] {
    return this.#rows.slice(0, HEAD_ROWS);
  }

  get tail(): readonly Row[] {
    return this.#rows.slice(HEAD_ROWS);
  }

  get conversations(): readonly Conversation[] {
    return this.#conversations;
  }

  /** Who is at the other end of whose socket, as far as that is another program. */
  get partners(): Partners {
    return new Partners(this.#conversations);
  }

  /** How many calls there were, dropped ones too. */
  get calls(): number {
    return this.#calls;
  }

  /** What was dropped, in all. */
  get gap(): Gap {
    const sum = { calls: 0, sent: 0, received: 0 };
    for (const { calls, sent, received } of this.dropped.values()) {
      sum.calls += calls;
      sum.sent += sent;
      sum.received += received;
    }
    return sum;
  }

  /** Programs tell of their calls in batches: each finds its place by when it returned. */
  #insert(row: Row): void {
    let at = this.#rows.length;
    while (at > 0 && (this.#rows[at - 1] as Row).end > row.end && (this.#rows[at - 1] as Row).program !== row.program) {
      at--;
    }
    if (at === this.#rows.length) this.#rows.push(row);
    else this.#rows.splice(at, 0, row);
  }

  #drop({ conversation, direction, size }: Row): void {
    const gap = this.dropped.get(conversation) ?? { calls: 0, sent: 0, received: 0 };
    gap.calls++;
    if (direction === "out") gap.sent += size;
    if (direction === "in") gap.received += size;
    this.dropped.set(conversation, gap);
  }
}
