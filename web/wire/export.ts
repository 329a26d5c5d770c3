// SPDX-License-Identifier: MIT
// A trace as text and as JSON lines: docs/command-line.md and docs/trace.md.

import type { Row } from "./conversation.ts";
import { hexLines, lineOf } from "./lines.ts";
import type { Wire } from "./wire.ts";

const SHOWN = 64;

/** Head, what was dropped, tail: each row through `write`. */
function walk(wire: Wire, write: (row: Row) => string, dropped: () => string): string {
  const { calls } = wire.gap;
  return [...wire.head.map(write), ...(calls > 0 ? [dropped()] : []), ...wire.tail.map(write)].join("");
}

function rowText({ record, size, program }: Row, several: boolean): string {
  const lines = record.bytes ? hexLines(record.bytes, SHOWN).map((line) => `    ${line}\n`) : [];
  const shown = Math.min(record.bytes?.length ?? 0, SHOWN);
  const rest = shown > 0 && size > shown ? `    … ${size - shown} more bytes\n` : "";
  const whose = several ? `[${program}] ` : "";
  return `${whose}${lineOf(record)}\n${lines.join("")}${rest}`;
}

/** What `porthole --trace` would have printed. */
export function asText(wire: Wire): string {
  const { calls, sent, received } = wire.gap;
  const several = isOfSeveral(wire);
  return walk(
    wire,
    (row) => rowText(row, several),
    () => `… ${calls} calls dropped here: ${sent} bytes sent, ${received} bytes received\n`,
  );
}

/** Calls of one program are not told whose they are. */
const isOfSeveral = ({ head, tail }: Wire): boolean =>
  [...head, ...tail].some(({ program }, _, [first]) => program !== first?.program);

const hexOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function rowJson({ record, program }: Row, several: boolean): string {
  const { name, args, result, start, end, gave, bytes, blocked } = record;
  const whose = several ? { program } : {};
  return `${JSON.stringify({ ...whose, name, args, result, start, end, blocked, gave, bytes: bytes && hexOf(bytes) })}\n`;
}

/** JSON lines, which `porthole compare` reads. */
export function asJson(wire: Wire): string {
  const { calls, sent, received } = wire.gap;
  const dropped = calls > 0 ? { dropped: { calls, sent, received } } : {};
  const first = `${JSON.stringify({ trace: "porthole", version: 1, by: "page", ...dropped })}\n`;
  const several = isOfSeveral(wire);
  return (
    first +
    walk(
      wire,
      (row) => rowJson(row, several),
      () => "",
    )
  );
}
