// SPDX-License-Identifier: MIT
// IP packets as bytes: IPv4 (RFC 791) and IPv6 (RFC 8200), with TCP (RFC 9293) or UDP (RFC 768) in them.

import { formatAddress, parseInet, parseInet6 } from "../../../names/numeric.ts";
import type { Endpoint, Family } from "../../network.ts";

export const FLAG = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16 } as const;
export const PROTOCOL = { TCP: 6, UDP: 17 } as const;

const TCP_HEADER = 20;
const UDP_HEADER = 8;
/** Maximum segment size: the one option that SYN carries (kind 2, length 4). */
const MSS_OPTION = 4;
export const TTL = 64;

/** What fits into an Ethernet frame with both headers. */
export const mss = (family: Family): number => (family === "inet" ? 1460 : 1440);

export interface Segment {
  from: Endpoint;
  to: Endpoint;
  seq: number;
  ack: number;
  flags: number;
  window: number;
  data: Uint8Array;
}

export interface UdpDatagram {
  from: Endpoint;
  to: Endpoint;
  data: Uint8Array;
}

export type Decoded = ({ protocol: "tcp" } & Segment) | ({ protocol: "udp" } & UdpDatagram);

function addressBytes({ family, address }: Endpoint): Uint8Array {
  return Uint8Array.from((family === "inet" ? parseInet(address) : parseInet6(address)) ?? []);
}

/** The ones' complement sum of RFC 1071. */
export function checksum(...parts: Uint8Array[]): number {
  let sum = 0;
  let odd = false;
  for (const part of parts) {
    for (const byte of part) {
      sum += odd ? byte : byte << 8;
      odd = !odd;
    }
    // Kept small enough for an integer, part by part.
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  }
  return ~sum & 0xffff;
}

/** What the checksum of TCP and UDP covers of the IP header. */
function pseudoHeader(from: Uint8Array, to: Uint8Array, protocol: number, size: number): Uint8Array {
  const header = new Uint8Array(from.length + to.length + 8);
  header.set(from);
  header.set(to, from.length);
  new DataView(header.buffer).setUint32(from.length + to.length, size);
  header[header.length - 1] = protocol;
  return header;
}

function wrap(
  { from, to }: { from: Endpoint; to: Endpoint },
  protocol: number,
  header: Uint8Array,
  at: number,
  data: Uint8Array,
  id: number,
): Uint8Array {
  const [source, target] = [addressBytes(from), addressBytes(to)];
  const size = header.length + data.length;
  const view = new DataView(header.buffer);
  const sum = checksum(pseudoHeader(source, target, protocol, size), header, data);
  // For UDP zero would mean that there is none.
  view.setUint16(at, sum === 0 && protocol === PROTOCOL.UDP ? 0xffff : sum);
  const ip =
    source.length === 4 ? inetHeader(source, target, protocol, size, id) : inet6Header(source, target, protocol, size);
  const packet = new Uint8Array(ip.length + size);
  packet.set(ip);
  packet.set(header, ip.length);
  packet.set(data, ip.length + header.length);
  return packet;
}

function inetHeader(from: Uint8Array, to: Uint8Array, protocol: number, size: number, id: number): Uint8Array {
  const header = new Uint8Array(20);
  const view = new DataView(header.buffer);
  header[0] = 0x45;
  view.setUint16(2, 20 + size);
  view.setUint16(4, id & 0xffff);
  header.set([0x40, 0, TTL, protocol], 6);
  header.set(from, 12);
  header.set(to, 16);
  view.setUint16(10, checksum(header));
  return header;
}

function inet6Header(from: Uint8Array, to: Uint8Array, protocol: number, size: number): Uint8Array {
  const header = new Uint8Array(40);
  header[0] = 0x60;
  new DataView(header.buffer).setUint16(4, size);
  header.set([protocol, TTL], 6);
  header.set(from, 8);
  header.set(to, 24);
  return header;
}

export function encodeSegment(segment: Segment, id: number): Uint8Array {
  const { from, to, seq, ack, flags, window, data } = segment;
  const options = flags & FLAG.SYN ? MSS_OPTION : 0;
  const header = new Uint8Array(TCP_HEADER + options);
  const view = new DataView(header.buffer);
  view.setUint16(0, from.port);
  view.setUint16(2, to.port);
  view.setUint32(4, seq >>> 0);
  view.setUint32(8, flags & FLAG.ACK ? ack >>> 0 : 0);
  header[12] = (header.length / 4) << 4;
  header[13] = flags;
  view.setUint16(14, window);
  if (options > 0) {
    header.set([2, 4], TCP_HEADER);
    view.setUint16(TCP_HEADER + 2, mss(from.family));
  }
  return wrap(segment, PROTOCOL.TCP, header, 16, data, id);
}

export function encodeDatagram(datagram: UdpDatagram, id: number): Uint8Array {
  const { from, to, data } = datagram;
  const header = new Uint8Array(UDP_HEADER);
  const view = new DataView(header.buffer);
  view.setUint16(0, from.port);
  view.setUint16(2, to.port);
  view.setUint16(4, UDP_HEADER + data.length);
  return wrap(datagram, PROTOCOL.UDP, header, 6, data, id);
}

/** What a packet says; null for one that is damaged or of another kind. */
export function decode(packet: Uint8Array): Decoded | null {
  const inet = (packet[0] ?? 0) >> 4 === 4;
  const start = inet ? 20 : 40;
  if (packet.length < start + UDP_HEADER) return null;
  const protocol = packet[inet ? 9 : 6] as number;
  const [source, target] = inet
    ? [packet.subarray(12, 16), packet.subarray(16, 20)]
    : [packet.subarray(8, 24), packet.subarray(24, 40)];
  const payload = packet.subarray(start);
  if (inet && checksum(packet.subarray(0, start)) !== 0) return null;
  if (checksum(pseudoHeader(source, target, protocol, payload.length), payload) !== 0) return null;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.length);
  const family: Family = inet ? "inet" : "inet6";
  const from = { family, address: formatAddress(source), port: view.getUint16(0) };
  const to = { family, address: formatAddress(target), port: view.getUint16(2) };
  if (protocol === PROTOCOL.UDP) return { protocol: "udp", from, to, data: payload.subarray(UDP_HEADER) };
  if (protocol !== PROTOCOL.TCP || payload.length < TCP_HEADER) return null;
  return {
    protocol: "tcp",
    from,
    to,
    seq: view.getUint32(4),
    ack: view.getUint32(8),
    flags: payload[13] as number,
    window: view.getUint16(14),
    data: payload.subarray(((payload[12] as number) >> 4) * 4),
  };
}
