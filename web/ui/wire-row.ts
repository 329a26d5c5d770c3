// SPDX-License-Identifier: MIT

import { argumentsText, type Gap, type Line, lineOf, type PacketRow, packetText, type Row } from "../wire/index.ts";
import { h } from "./dom.ts";
import { formatNumber, t } from "./language.ts";
import type { Lanes } from "./wire-lanes.ts";

const milliseconds = (value: number): string =>
  t("wire.ms", { ms: formatNumber(value, { maximumFractionDigits: value < 10 ? 2 : 0 }) });

const time = (value: number): HTMLElement =>
  h("span", { class: "wire-time" }, formatNumber(value, { maximumFractionDigits: 1 }));

/** The first line of what went through, for the arrow's label. */
function preview(bytes: Uint8Array | undefined): string {
  if (!bytes) return "";
  const end = bytes.findIndex((byte) => byte === 10 || byte === 13);
  const part = bytes.subarray(0, Math.min(end < 0 ? 60 : end, 60));
  const text = part.every((byte) => byte >= 0x20 && byte !== 0x7f) ? new TextDecoder().decode(part) : "";
  return text;
}

const failed = ({ record }: Row): boolean => typeof record.result === "string";

function label({ record, direction, size, conversation }: Row): string {
  if (typeof record.result === "string") return `${record.name} ${record.result}`;
  if (direction) return `${record.name} ${t("wire.bytes", { bytes: size })}`;
  if (record.name === "connect") return `connect ${record.args[1]}`;
  if (record.name === "listen") return `listen ${conversation?.local ?? ""}`;
  if (record.name.startsWith("accept")) return `accept ${conversation?.peer ?? ""}`;
  if (record.name === "getaddrinfo") return `getaddrinfo ${record.args[0]} ${record.gave ?? ""}`;
  return `${record.name}(${argumentsText(record)})`;
}

/** From which lane to which the call's arrow goes. */
function course({ record, conversation, direction, program }: Row, lanes: Lanes): [from: number, to: number] {
  const own = lanes.own(program);
  // A datagram's call names its other end.
  const address = record.name === "sendto" ? String(record.args[3]) : fromOf(record);
  const other = lanes.other(conversation, program, address);
  return direction === "in" || record.name.startsWith("accept") ? [other, own] : [own, other];
}

const fromOf = ({ name, ends }: Row["record"]): string | undefined =>
  name === "recvfrom" ? (ends?.peer ?? undefined) : undefined;

function arrow([from, to]: [number, number], lanes: Lanes, more = ""): HTMLElement {
  const [left, right] = [lanes.position(Math.min(from, to)), lanes.position(Math.max(from, to))];
  const shape = from === to ? "wire-point" : `wire-arrow ${from < to ? "right" : "left"}`;
  return h("b", { class: `${shape} ${more}`, style: `left:${left}%;width:${right - left}%` });
}

function callCells(row: Row, lanes: Lanes): HTMLElement[] {
  const { record } = row;
  const ends = course(row, lanes);
  const kind = row.direction ?? (record.name === "close" || record.name === "shutdown" ? "end" : "open");
  const at = lanes.position(Math.min(...ends));
  const text = h("span", { class: "wire-label", style: `left:${at}%` }, label(row));
  const words = preview(record.bytes);
  if (words) text.append(h("q", {}, words));
  const blocked = record.blocked > 0 ? t("wire.blocked", { ms: milliseconds(record.blocked) }) : "";
  const lane = h("span", { class: "wire-lane", "data-kind": kind, "data-failed": failed(row) }, ...lanes.lines());
  lane.append(arrow(ends, lanes), text);
  const took = h("span", { class: "wire-took", title: blocked }, milliseconds(record.end - record.start));
  if (record.blocked > 0) took.dataset.blocked = "true";
  return [time(row.start), lane, took];
}

/** "SYN", "data 512 B", with what became of it. */
function packetLabel({ packet }: PacketRow): string {
  const { summary, size } = packetText(packet);
  const what = size > 0 ? `${summary} ${t("wire.bytes", { bytes: size })}` : summary;
  if (packet.lost) return `${what} · ${t(`wire.lost.${packet.lost}`)}`;
  return packet.arrivals.length > 1 ? `${what} · ${t("wire.twice")}` : what;
}

function packetCells(row: PacketRow, lanes: Lanes): HTMLElement[] {
  const { packet } = row;
  const ends = lanes.course(row);
  const text = h(
    "span",
    { class: "wire-label", style: `left:${lanes.position(Math.min(...ends))}%` },
    packetLabel(row),
  );
  const words = preview(packetText(packet).data);
  if (words) text.append(h("q", {}, words));
  const lane = h("span", { class: "wire-lane", "data-kind": "packet", "data-failed": packet.lost !== null });
  const way = `packet${packet.lost ? " lost" : ""}${packet.route === "long" ? " long" : ""}`;
  lane.append(...lanes.lines(), arrow(ends, lanes, way), text);
  const arrival = packet.arrivals[0];
  const took = arrival === undefined ? "–" : milliseconds(arrival - packet.time);
  return [time(row.start), lane, h("span", { class: "wire-took" }, took)];
}

/** The names of calls that move nothing, each once: "getsockopt, poll ×3". */
function quietNames(rows: readonly Row[]): string {
  const counts = new Map<string, number>();
  for (const { record } of rows) counts.set(record.name, (counts.get(record.name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count > 1 ? `${name} ×${formatNumber(count)}` : name)).join(", ");
}

/** A sentence for a line, which a screen reader says. */
export function sentence(line: Line, gap: Gap): string {
  if (line.kind === "gap") return t("wire.gap", { calls: gap.calls, sent: gap.sent, received: gap.received });
  if (line.kind === "quiet") return t("wire.quiet", { calls: quietNames(line.rows) });
  if (line.kind === "call") return lineOf(line.row.record);
  const { from, to } = packetText(line.row.packet);
  return t("wire.packet", { packet: packetLabel(line.row), from, to });
}

/** What one line of the diagram is made of. */
export function lineCells(line: Line, lanes: Lanes, gap: Gap): HTMLElement[] {
  if (line.kind === "call") return callCells(line.row, lanes);
  if (line.kind === "packet") return packetCells(line.row, lanes);
  const words = line.kind === "quiet" ? quietNames(line.rows) : sentence(line, gap);
  const at = line.kind === "quiet" ? lanes.own(line.rows[0]?.program ?? 0) : 0;
  const text = h("span", { class: "wire-label", style: `left:${lanes.position(at)}%` }, words);
  const lane = h("span", { class: "wire-lane", "data-kind": line.kind }, ...lanes.lines(), text);
  return [h("span", { class: "wire-time" }), lane, h("span", { class: "wire-took" })];
}
