// SPDX-License-Identifier: MIT

import { checksum, FLAG } from "../posix/networks/tab/weather/packet.ts";

/** An end of a connection. */
export interface End {
  /** 4 or 16 bytes. */
  address: Uint8Array;
  port: number;
}

/** A packet as it is captured: fewer bytes than there were, where not all of them were kept. */
export interface Packet {
  time: number;
  bytes: Uint8Array;
  /** Its true length. */
  length: number;
  comment?: string;
}

const TCP = 6;
const TCP_HEADER = 20;

/** "198.18.0.10:80" or "[::1]:80" as an end; null for what is neither. */
export function parseEnd(text: string): End | null {
  const match = /^\[?(.+?)\]?:(\d+)$/.exec(text);
  if (!match) return null;
  const address = parseAddress(match[1] as string);
  return address && { address, port: Number(match[2]) };
}

function parseAddress(text: string): Uint8Array | null {
  if (!text.includes(":")) {
    const parts = text.split(".").map(Number);
    return parts.length === 4 && parts.every((part) => part >= 0 && part < 256) ? Uint8Array.from(parts) : null;
  }
  const mapped = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const pair = (high: unknown, low: unknown) => (Number(high) * 256 + Number(low)).toString(16);
  const plain = mapped ? `${mapped[1]}${pair(mapped[2], mapped[3])}:${pair(mapped[4], mapped[5])}` : text;
  const [front = "", back] = plain.split("::");
  const groups = (part: string) => (part === "" ? [] : part.split(":").map((group) => Number.parseInt(group, 16)));
  const first = groups(front);
  const last = back === undefined ? [] : groups(back);
  const all = [...first, ...Array<number>(Math.max(0, 8 - first.length - last.length)).fill(0), ...last];
  if (all.length !== 8 || all.some(Number.isNaN)) return null;
  return Uint8Array.from(all.flatMap((group) => [group >>> 8, group & 0xff]));
}

function ipHeader(from: End, to: End, size: number, id: number): Uint8Array {
  const inet = from.address.length === 4;
  const header = new Uint8Array(inet ? 20 : 40);
  const view = new DataView(header.buffer);
  if (inet) {
    header.set([0x45, 0]);
    view.setUint16(2, 20 + size);
    view.setUint16(4, id & 0xffff);
    header.set([0x40, 0, 64, TCP], 6);
    header.set(from.address, 12);
    header.set(to.address, 16);
    view.setUint16(10, checksum(header));
  } else {
    header[0] = 0x60;
    view.setUint16(4, size);
    header.set([TCP, 64], 6);
    header.set(from.address, 8);
    header.set(to.address, 24);
  }
  return header;
}

export interface Segment {
  from: End;
  to: End;
  seq: number;
  ack: number;
  flags: number;
  /** What is kept of the data, from its beginning. */
  data?: Uint8Array;
  /** How long the data was. */
  size?: number;
  time: number;
}

/** A TCP segment in an IP packet (RFC 9293). Its checksum is right wherever all of its data is there. */
export function packet(segment: Segment, id: number): Packet {
  const { from, to, seq, ack, flags, data = new Uint8Array(), size = data.length, time } = segment;
  const tcp = new Uint8Array(TCP_HEADER);
  const view = new DataView(tcp.buffer);
  view.setUint16(0, from.port);
  view.setUint16(2, to.port);
  view.setUint32(4, seq >>> 0);
  view.setUint32(8, flags & FLAG.ACK ? ack >>> 0 : 0);
  tcp[12] = (TCP_HEADER / 4) << 4;
  tcp[13] = flags;
  view.setUint16(14, 65535);
  const pseudo = new Uint8Array(8);
  new DataView(pseudo.buffer).setUint32(0, TCP_HEADER + size);
  pseudo[7] = TCP;
  if (data.length === size) view.setUint16(16, checksum(from.address, to.address, pseudo, tcp, data));
  const ip = ipHeader(from, to, TCP_HEADER + size, id);
  const bytes = new Uint8Array(ip.length + TCP_HEADER + data.length);
  bytes.set(ip);
  bytes.set(tcp, ip.length);
  bytes.set(data, ip.length + TCP_HEADER);
  return { time, bytes, length: ip.length + TCP_HEADER + size };
}
