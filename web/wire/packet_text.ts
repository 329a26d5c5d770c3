// SPDX-License-Identifier: MIT
// A packet in words, and its headers field by field.

import type { Endpoint } from "../posix/networks/network.ts";
import type { PacketRecord } from "../posix/networks/tab/weather/internet.ts";
import { type Decoded, decode, FLAG } from "../posix/networks/tab/weather/packet.ts";

export interface PacketWords {
  from: string;
  to: string;
  /** "SYN", "ACK", "FIN, ACK", "data", "UDP". */
  summary: string;
  /** Bytes of data. */
  size: number;
  data: Uint8Array;
}

/** A field of a header: its name in the documents, and its value. */
export type Field = [name: string, value: string];

export interface Headers {
  ip: Field[];
  transport: { name: "TCP" | "UDP"; fields: Field[] };
}

const NAMES = ["SYN", "FIN", "RST", "PSH", "ACK"] as const;
const known = new WeakMap<PacketRecord, PacketWords>();

const text = ({ family, address, port }: Endpoint): string =>
  family === "inet" ? `${address}:${port}` : `[${address}]:${port}`;

const flagsOf = (flags: number): string => NAMES.filter((name) => flags & FLAG[name]).join(", ");

function summaryOf(packet: Decoded): string {
  if (packet.protocol === "udp") return "UDP";
  const { flags } = packet;
  if (packet.data.length > 0 && !(flags & FLAG.FIN)) return "data";
  return flagsOf(flags & ~FLAG.PSH);
}

export function packetText(record: PacketRecord): PacketWords {
  const found = known.get(record);
  if (found) return found;
  const packet = decode(record.bytes);
  const words = packet
    ? {
        from: text(packet.from),
        to: text(packet.to),
        summary: summaryOf(packet),
        size: packet.data.length,
        data: packet.data,
      }
    : { from: "?", to: "?", summary: "?", size: 0, data: new Uint8Array() };
  known.set(record, words);
  return words;
}

const hex = (value: number): string => `0x${value.toString(16).padStart(4, "0")}`;

/** What stands in the packet's headers, under the names of RFC 791, 8200, 9293 and 768. */
export function headersOf({ bytes }: PacketRecord): Headers | null {
  const packet = decode(bytes);
  if (!packet) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const inet = packet.from.family === "inet";
  const start = inet ? 20 : 40;
  const ip: Field[] = inet
    ? [
        ["Version", "4"],
        ["Total Length", String(view.getUint16(2))],
        ["Identification", String(view.getUint16(4))],
        ["Time to Live", String(view.getUint8(8))],
        ["Protocol", `${view.getUint8(9)} (${packet.protocol.toUpperCase()})`],
        ["Header Checksum", hex(view.getUint16(10))],
      ]
    : [
        ["Version", "6"],
        ["Payload Length", String(view.getUint16(4))],
        ["Next Header", `${view.getUint8(6)} (${packet.protocol.toUpperCase()})`],
        ["Hop Limit", String(view.getUint8(7))],
      ];
  ip.push(["Source Address", packet.from.address], ["Destination Address", packet.to.address]);
  const ports: Field[] = [
    ["Source Port", String(packet.from.port)],
    ["Destination Port", String(packet.to.port)],
  ];
  if (packet.protocol === "udp") {
    const fields: Field[] = [
      ...ports,
      ["Length", String(view.getUint16(start + 4))],
      ["Checksum", hex(view.getUint16(start + 6))],
    ];
    return { ip, transport: { name: "UDP", fields } };
  }
  const fields: Field[] = [
    ...ports,
    ["Sequence Number", String(packet.seq)],
    ["Acknowledgment Number", packet.flags & FLAG.ACK ? String(packet.ack) : "–"],
    ["Flags", flagsOf(packet.flags)],
    ["Window", String(packet.window)],
    ["Checksum", hex(view.getUint16(start + 16))],
  ];
  return { ip, transport: { name: "TCP", fields } };
}
