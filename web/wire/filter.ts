// SPDX-License-Identifier: MIT

import type { Conversation, Row } from "./conversation.ts";
import { isLoud } from "./conversation.ts";
import { lineOf } from "./lines.ts";
import { packetText } from "./packet_text.ts";
import type { PacketRow, Wire } from "./wire.ts";

export interface Filter {
  /** Only this conversation's calls, and its packets. */
  conversation?: Conversation;
  /** Only calls whose line or bytes have this text, in either case. */
  text?: string;
  /** Only calls, or only packets. */
  only?: "calls" | "packets";
}

/** A line of the diagram: a call, several quiet ones folded into one, a packet, or where calls were dropped. */
export type Line =
  | { kind: "call"; row: Row }
  | { kind: "quiet"; rows: Row[] }
  | { kind: "packet"; row: PacketRow }
  | { kind: "gap" };

const decoder = new TextDecoder("latin1");

function has(line: string, bytes: Uint8Array | undefined, text: string): boolean {
  if (line.toLowerCase().includes(text.toLowerCase())) return true;
  if (!bytes) return false;
  // Latin-1 leaves each byte a character: UTF-8 is looked for as its bytes.
  const needle = decoder.decode(new TextEncoder().encode(text)).toLowerCase();
  return decoder.decode(bytes).toLowerCase().includes(needle);
}

export function matches(row: Row, { conversation, text }: Filter): boolean {
  if (conversation && row.conversation !== conversation) return false;
  return !text || has(lineOf(row.record), row.record.bytes, text);
}

function matchesPacket({ packet }: PacketRow, { conversation, text }: Filter): boolean {
  const words = packetText(packet);
  if (conversation) {
    const ends = [words.from, words.to];
    if (!conversation.local || !ends.includes(conversation.local)) return false;
    if (conversation.peer && !ends.includes(conversation.peer)) return false;
  }
  return !text || has(`${words.summary} ${words.from} ${words.to}`, packet.bytes, text);
}

/** Whether quiet calls are of one socket of one program; a wait goes with any of the program's. */
function goesWith(rows: readonly Row[], { conversation, program }: Row): boolean {
  if (rows[0]?.program !== program) return false;
  const first = rows.find((row) => row.conversation)?.conversation;
  return !first || !conversation || first === conversation;
}

/** Appends a call to lines, folding neighbours that only set or ask something. */
function fold(lines: Line[], row: Row): void {
  const last = lines.at(-1);
  if (isLoud(row)) lines.push({ kind: "call", row });
  else if (last?.kind === "quiet" && goesWith(last.rows, row)) last.rows.push(row);
  else lines.push({ kind: "quiet", rows: [row] });
}

/** The diagram's lines: calls by when they returned, packets by when they were sent. */
export function linesOf(wire: Wire, filter: Filter): Line[] {
  const lines: Line[] = [];
  const packets = filter.only === "calls" ? [] : wire.packets.filter((each) => matchesPacket(each, filter));
  let next = 0;
  const until = (time: number) => {
    for (; next < packets.length && (packets[next] as PacketRow).start <= time; next++) {
      lines.push({ kind: "packet", row: packets[next] as PacketRow });
    }
  };
  const take = (row: Row) => {
    if (filter.only === "packets" || !matches(row, filter)) return;
    until(row.end);
    fold(lines, row);
  };
  wire.head.forEach(take);
  if (wire.gap.calls > 0) lines.push({ kind: "gap" });
  wire.tail.forEach(take);
  until(Number.POSITIVE_INFINITY);
  return lines;
}
