// SPDX-License-Identifier: MIT

import type { Conversation, Row } from "./conversation.ts";
import { isLoud } from "./conversation.ts";
import { lineOf } from "./lines.ts";
import type { Wire } from "./wire.ts";

export interface Filter {
  /** Only this conversation's calls. */
  conversation?: Conversation;
  /** Only calls whose line or bytes have this text, in either case. */
  text?: string;
}

/** A line of the diagram: one call, several quiet ones folded into one, or the place where calls were dropped. */
export type Line = { kind: "call"; row: Row } | { kind: "quiet"; rows: Row[] } | { kind: "gap" };

const decoder = new TextDecoder("latin1");

export function matches(row: Row, { conversation, text }: Filter): boolean {
  if (conversation && row.conversation !== conversation) return false;
  if (!text) return true;
  const wanted = text.toLowerCase();
  if (lineOf(row.record).toLowerCase().includes(wanted)) return true;
  if (!row.record.bytes) return false;
  // Latin-1 leaves each byte a character: UTF-8 is looked for as its bytes.
  const needle = decoder.decode(new TextEncoder().encode(text)).toLowerCase();
  return decoder.decode(row.record.bytes).toLowerCase().includes(needle);
}

/** Whether quiet calls are of one socket; a wait goes with any. */
function goesWith(rows: readonly Row[], { conversation }: Row): boolean {
  const first = rows.find((row) => row.conversation)?.conversation;
  return !first || !conversation || first === conversation;
}

/** Appends rows to lines, folding neighbours that only set or ask something. */
function fold(lines: Line[], rows: readonly Row[], filter: Filter): void {
  for (const row of rows) {
    if (!matches(row, filter)) continue;
    const last = lines.at(-1);
    if (isLoud(row)) lines.push({ kind: "call", row });
    else if (last?.kind === "quiet" && goesWith(last.rows, row)) last.rows.push(row);
    else lines.push({ kind: "quiet", rows: [row] });
  }
}

/** The diagram's lines. */
export function linesOf(wire: Wire, filter: Filter): Line[] {
  const lines: Line[] = [];
  fold(lines, wire.head, filter);
  if (wire.gap.calls > 0) lines.push({ kind: "gap" });
  fold(lines, wire.tail, filter);
  return lines;
}
