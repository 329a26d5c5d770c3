// SPDX-License-Identifier: MIT

import { hexLines, type Line, lineOf, type Row } from "../wire/index.ts";
import { h } from "./dom.ts";
import { t } from "./language.ts";

/** Ports whose protocols speak in lines. */
const TEXT_PORTS = new Set([21, 23, 25, 43, 70, 80, 110, 119, 143, 587, 8000, 8080]);
/** As many bytes as a person reads of one call. */
const SHOWN = 4096;

const portOf = (row: Row): number => Number(row.conversation?.peer?.split(":").at(-1));

function speaksText(row: Row): boolean {
  const bytes = row.record.bytes;
  return TEXT_PORTS.has(portOf(row)) || (bytes?.every((byte) => byte >= 0x20 || (byte >= 7 && byte <= 13)) ?? false);
}

/** What a line of a text protocol is, for its colour: a command, a good reply, a bad one, or just text. */
function kindOf(line: string, out: boolean): string {
  if (out) return "command";
  if (/^([45]\d\d[ -]|HTTP\/\S+ [45]|-ERR|\S+ (NO|BAD)\b)/.test(line)) return "bad";
  if (/^([123]\d\d[ -]|HTTP\/|\+|\* |\S+ OK\b)/.test(line)) return "reply";
  return "text";
}

function textLines(row: Row, bytes: Uint8Array): HTMLElement {
  const out = row.direction === "out";
  const lines = new TextDecoder()
    .decode(bytes)
    .replace(/\r?\n$/, "")
    .split(/\r?\n/);
  const spans = lines.map((line) => h("span", { "data-kind": kindOf(line, out) }, `${line}\n`));
  return h("pre", { class: "wire-text" }, ...spans);
}

function bytesOf(row: Row): HTMLElement[] {
  const { bytes } = row.record;
  if (!bytes) return [];
  const shown = bytes.subarray(0, SHOWN);
  const rest = row.size - shown.length;
  const parts: HTMLElement[] = [h("pre", { class: "wire-hex" }, hexLines(shown).join("\n"))];
  if (speaksText(row)) parts.unshift(textLines(row, shown));
  if (rest > 0) parts.push(h("p", { class: "wire-more" }, t("wire.more", { bytes: rest })));
  return parts;
}

/** Everything about a line: its calls as C has them, and the bytes that went through. */
export function detailsOf(line: Line): HTMLElement[] {
  if (line.kind === "gap") return [h("p", {}, t("wire.gap.why"))];
  const rows = line.kind === "call" ? [line.row] : line.rows;
  const calls = h("pre", { class: "wire-call" }, rows.map(({ record }) => lineOf(record)).join("\n"));
  return [calls, ...rows.flatMap(bytesOf)];
}
