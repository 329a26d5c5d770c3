// SPDX-License-Identifier: MIT

import type { PacketRecord } from "../run/index.ts";
import { type Field, headersOf, hexLines, type Line, lineOf, packetText, type Row } from "../wire/index.ts";
import { h } from "./dom.ts";
import { formatNumber, t } from "./language.ts";

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

function header(name: string, fields: readonly Field[]): HTMLElement {
  const rows = fields.flatMap(([field, value]) => [h("dt", {}, field), h("dd", {}, value)]);
  return h("section", { class: "packet-header" }, h("h4", {}, name), h("dl", {}, ...rows));
}

/** How a packet went and fared, its headers, its data. */
function packetDetails(packet: PacketRecord): HTMLElement[] {
  const { data } = packetText(packet);
  const headers = headersOf(packet);
  const way = h(
    "ol",
    { class: "packet-path", label: "wire.path" },
    ...packet.path.map(({ host, address }) => h("li", {}, h("strong", {}, host), ` ${address}`)),
  );
  const times = packet.arrivals.map((at) => formatNumber(at - packet.time, { maximumFractionDigits: 1 }));
  const fate = packet.lost ? t(`wire.lost.${packet.lost}`) : t("wire.arrived", { ms: times.join(", ") });
  const parts: HTMLElement[] = [way, h("p", { class: "packet-fate", "data-lost": packet.lost !== null }, fate)];
  if (headers) parts.push(header("IP", headers.ip), header(headers.transport.name, headers.transport.fields));
  if (data.length > 0) parts.push(h("pre", { class: "wire-hex" }, hexLines(data.subarray(0, SHOWN)).join("\n")));
  return parts;
}

/** Everything about a line: its calls as C has them, and the bytes that went through. */
export function detailsOf(line: Line): HTMLElement[] {
  if (line.kind === "gap") return [h("p", {}, t("wire.gap.why"))];
  if (line.kind === "packet") return packetDetails(line.row.packet);
  const rows = line.kind === "call" ? [line.row] : line.rows;
  const calls = h("pre", { class: "wire-call" }, rows.map(({ record }) => lineOf(record)).join("\n"));
  return [calls, ...rows.flatMap(bytesOf)];
}
