// SPDX-License-Identifier: MIT
// A capture file as draft-ietf-opsawg-pcapng describes it: a section, an interface of raw IP packets, the packets.

import type { Conversation, Row } from "./conversation.ts";
import { type End, type Packet, parseEnd } from "./packets.ts";
import { TcpStream } from "./tcp_stream.ts";
import type { PacketRow, Wire } from "./wire.ts";

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const ENHANCED_PACKET = 6;
const LINKTYPE_RAW = 101;
const padded = (size: number): number => (size + 3) & ~3;

function block(type: number, body: Uint8Array): Uint8Array {
  const size = 12 + padded(body.length);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, size, true);
  bytes.set(body, 8);
  view.setUint32(size - 4, size, true);
  return bytes;
}

function section(): Uint8Array {
  const body = new Uint8Array(16);
  const view = new DataView(body.buffer);
  view.setUint32(0, 0x1a2b3c4d, true);
  view.setUint16(4, 1, true);
  view.setBigInt64(8, -1n, true);
  return block(SECTION, body);
}

function rawInterface(): Uint8Array {
  const body = new Uint8Array(8);
  new DataView(body.buffer).setUint16(0, LINKTYPE_RAW, true);
  return block(INTERFACE, body);
}

/** opt_comment, and the end of the options. */
function commentOption(text: string): Uint8Array {
  const words = new TextEncoder().encode(text);
  const option = new Uint8Array(4 + padded(words.length) + 4);
  const view = new DataView(option.buffer);
  view.setUint16(0, 1, true);
  view.setUint16(2, words.length, true);
  option.set(words, 4);
  return option;
}

/** Times are microseconds since 1970, which is what an interface has that says nothing else. */
function captured({ time, bytes, length, comment }: Packet, origin: number): Uint8Array {
  const options = comment === undefined ? new Uint8Array() : commentOption(comment);
  const body = new Uint8Array(20 + padded(bytes.length) + options.length);
  const view = new DataView(body.buffer);
  const micros = BigInt(Math.round((origin + time) * 1000));
  view.setUint32(4, Number(micros >> 32n), true);
  view.setUint32(8, Number(micros & 0xffffffffn), true);
  view.setUint32(12, bytes.length, true);
  view.setUint32(16, length, true);
  body.set(bytes, 20);
  body.set(options, 20 + padded(bytes.length));
  return block(ENHANCED_PACKET, body);
}

/** The program's own end: what getsockname said, else an address that stands for it. */
function localEnd(conversation: Conversation, peer: End): End {
  const told = conversation.local ? parseEnd(conversation.local) : null;
  if (told && told.address.length === peer.address.length) return told;
  const inet = peer.address.length === 4;
  const address = inet ? Uint8Array.of(192, 0, 2, 1) : Uint8Array.of(0x20, 1, 0xd, 0xb8, ...Array(11).fill(0), 1);
  return { address, port: 49151 + conversation.id };
}

function connected(stream: TcpStream, { record }: Row): void {
  const { result, start, end } = record;
  if (result === 0 || result === "EINPROGRESS") stream.open(start, end);
  else if (result === "ECONNREFUSED") stream.refused(start, end);
  else if (result !== "EISCONN" && result !== "EALREADY") stream.unanswered(start);
}

function follow(stream: TcpStream, row: Row): void {
  const { name, args, result, end, bytes } = row.record;
  if (name === "connect") connected(stream, row);
  else if (row.size > 0 && row.direction) stream.data(row.direction, bytes ?? new Uint8Array(), row.size, end);
  else if (row.direction === "in" && result === 0 && args[1] !== 0) stream.finish("in", end);
  else if (name === "shutdown" && args[1] !== "SHUT_RD") stream.finish("out", end);
  else if (result === "ECONNRESET") stream.reset("in", end);
  else if (name === "close") {
    stream.finish("out", end);
    stream.finish("in", end);
  }
}

/** A packet as it was sent; a comment says how it fared. */
function asSent({ packet }: PacketRow): Packet {
  const { time, bytes, lost, arrivals, path } = packet;
  const way = path.map(({ host, address }) => `${host} ${address}`).join(" > ");
  const fate = lost ? `lost (${lost})` : arrivals.map((at) => `arrived after ${(at - time).toFixed(1)} ms`).join(", ");
  return { time, bytes, length: bytes.length, comment: `${way}: ${fate}` };
}

/**
 * What was on the wire as a file for Wireshark: the packets themselves where there were any, else the connections as
 * packets that could have carried them. `origin` is when the shared clock was zero, in milliseconds since 1970.
 */
export function asPcapng(wire: Wire, origin = 0): Uint8Array<ArrayBuffer> {
  const real = wire.packets.map(asSent);
  if (real.length > 0) return file(real, 0);
  const { partners } = wire;
  const streams = new Map<Conversation, TcpStream>();
  const streamOf = (conversation: Conversation): TcpStream | undefined => {
    const peer = conversation.peer ? parseEnd(conversation.peer) : null;
    // Between two programs here it is told once, by who connected.
    if (!peer || (conversation.accepted && partners.of(conversation) !== undefined)) return undefined;
    const stream = streams.get(conversation) ?? new TcpStream(localEnd(conversation, peer), peer);
    streams.set(conversation, stream);
    return stream;
  };
  const take = (row: Row) => {
    const stream = row.conversation && streamOf(row.conversation);
    if (stream) follow(stream, row);
  };
  wire.head.forEach(take);
  const resumed = wire.tail[0]?.record.start ?? 0;
  for (const [conversation, { sent, received }] of wire.dropped) {
    const stream = conversation && streamOf(conversation);
    stream?.data("out", new Uint8Array(), sent, resumed);
    stream?.data("in", new Uint8Array(), received, resumed);
  }
  wire.tail.forEach(take);
  const packets = [...streams.values()].flatMap((stream) => stream.packets).sort((a, b) => a.time - b.time);
  return file(packets, origin);
}

function file(packets: readonly Packet[], origin: number): Uint8Array<ArrayBuffer> {
  return joined([section(), rawInterface(), ...packets.map((each) => captured(each, origin))]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
