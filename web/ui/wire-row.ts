// SPDX-License-Identifier: MIT

import { argumentsText, type Gap, type Line, lineOf, type Row } from "../wire/index.ts";
import { h } from "./dom.ts";
import { formatNumber, t } from "./language.ts";
import type { Lanes } from "./wire-lanes.ts";

const milliseconds = (value: number): string =>
  t("wire.ms", { ms: formatNumber(value, { maximumFractionDigits: value < 10 ? 2 : 0 }) });

/** The first line of what went through, for the arrow's label. */
function preview(bytes: Uint8Array | undefined): string {
  if (!bytes) return "";
  const end = bytes.findIndex((byte) => byte === 10 || byte === 13);
  const part = bytes.subarray(0, Math.min(end < 0 ? 60 : end, 60));
  const text = part.every((byte) => byte >= 0x20 && byte !== 0x7f) ? new TextDecoder().decode(part) : "";
  return text;
}

const failed = ({ record }: Row): boolean => typeof record.result === "string";

function label({ record, direction, size }: Row): string {
  if (failed({ record, size } as Row)) return `${record.name} ${record.result}`;
  if (direction) return `${record.name} ${t("wire.bytes", { bytes: size })}`;
  if (record.name === "connect") return `connect ${record.args[1]}`;
  if (record.name === "getaddrinfo") return `getaddrinfo ${record.args[0]} ${record.gave ?? ""}`;
  return `${record.name}(${argumentsText(record)})`;
}

/** From which lane to which the call's arrow goes. */
function course(row: Row, lanes: Lanes): [from: number, to: number] {
  const lane = lanes.laneOf(row.conversation);
  if (row.direction === "in") return [lane, 0];
  return [0, lane];
}

function callCells(row: Row, lanes: Lanes): HTMLElement[] {
  const { record } = row;
  const [from, to] = course(row, lanes);
  const [left, right] = [lanes.position(Math.min(from, to)), lanes.position(Math.max(from, to))];
  const kind = row.direction ?? (record.name === "close" || record.name === "shutdown" ? "end" : "open");
  const arrow = h("b", {
    class: from === to ? "wire-point" : `wire-arrow ${from < to ? "right" : "left"}`,
    style: `left:${left}%;width:${right - left}%`,
  });
  const text = h("span", { class: "wire-label", style: `left:${left}%` }, label(row));
  const words = preview(record.bytes);
  if (words) text.append(h("q", {}, words));
  const blocked = record.blocked > 0 ? t("wire.blocked", { ms: milliseconds(record.blocked) }) : "";
  const lane = h("span", { class: "wire-lane", "data-kind": kind, "data-failed": failed(row) }, ...lanes.lines());
  lane.append(arrow, text);
  const took = h("span", { class: "wire-took", title: blocked }, milliseconds(record.end - record.start));
  if (record.blocked > 0) took.dataset.blocked = "true";
  return [h("span", { class: "wire-time" }, formatNumber(record.start, { maximumFractionDigits: 1 })), lane, took];
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
  return lineOf(line.row.record);
}

/** What one line of the diagram is made of. */
export function lineCells(line: Line, lanes: Lanes, gap: Gap): HTMLElement[] {
  if (line.kind === "call") return callCells(line.row, lanes);
  const words = line.kind === "quiet" ? quietNames(line.rows) : sentence(line, gap);
  const text = h("span", { class: "wire-label", style: `left:${lanes.position(0)}%` }, words);
  const lane = h("span", { class: "wire-lane", "data-kind": line.kind }, ...lanes.lines(), text);
  return [h("span", { class: "wire-time" }), lane, h("span", { class: "wire-took" })];
}
