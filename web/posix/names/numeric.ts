// SPDX-License-Identifier: MIT

import type { HostAddress } from "../networks/network.ts";

/** One number of an IPv4 address as inet_aton reads it: decimal, octal with 0, hexadecimal with 0x. */
function part(text: string): number | null {
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return Number.parseInt(text.slice(2), 16);
  if (/^0[0-7]*$/.test(text)) return Number.parseInt(text, 8);
  return /^[1-9][0-9]*$/.test(text) ? Number(text) : null;
}

/** The four bytes of an IPv4 address in any form inet_aton takes ("127.1" too), or null. */
export function parseInet(text: string): number[] | null {
  const parts = text.split(".").map(part);
  if (parts.length > 4 || parts.some((value) => value === null)) return null;
  const numbers = parts as number[];
  const last = numbers.pop() as number;
  if (numbers.some((value) => value > 255) || last >= 256 ** (4 - numbers.length)) return null;
  const bytes = [...numbers];
  for (let i = 3 - numbers.length; i >= 0; i--) bytes.push(Math.floor(last / 256 ** i) & 255);
  return bytes;
}

/** The eight groups of an IPv6 address without scope, or null. */
function groups(text: string): number[] | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const lists: number[][] = [];
  for (const [index, half] of halves.entries()) {
    const list: number[] = [];
    const pieces = half === "" ? [] : half.split(":");
    for (const [i, piece] of pieces.entries()) {
      if (/^[0-9a-fA-F]{1,4}$/.test(piece)) {
        list.push(Number.parseInt(piece, 16));
      } else if (i === pieces.length - 1 && index === halves.length - 1 && /^\d+\.\d+\.\d+\.\d+$/.test(piece)) {
        const bytes = piece.split(".").map(Number);
        if (bytes.some((byte) => byte > 255)) return null;
        const [a, b, c, d] = bytes as [number, number, number, number];
        list.push(a * 256 + b, c * 256 + d);
      } else {
        return null;
      }
    }
    lists.push(list);
  }
  const [head, tail] = lists as [number[], number[] | undefined];
  if (!tail) return head.length === 8 ? head : null;
  const missing = 8 - head.length - tail.length;
  return missing >= 1 ? [...head, ...new Array<number>(missing).fill(0), ...tail] : null;
}

/** The sixteen bytes of an IPv6 address, or null. */
export function parseInet6(text: string): number[] | null {
  return groups(text)?.flatMap((group) => [group >> 8, group & 255]) ?? null;
}

/** Writes an address as inet_ntop does (RFC 5952, and dotted for mapped addresses). */
export function formatAddress(bytes: Uint8Array | readonly number[]): string {
  if (bytes.length === 4) return [...bytes].join(".");
  const words = Array.from({ length: 8 }, (_, i) => ((bytes[2 * i] as number) << 8) | (bytes[2 * i + 1] as number));
  const mapped = words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff;
  const compatible = words.slice(0, 6).every((word) => word === 0) && words[6] !== 0;
  if (mapped || compatible) return `::${mapped ? "ffff:" : ""}${[...bytes].slice(12).join(".")}`;
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && words[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const text = (from: number, to: number) =>
    words
      .slice(from, to)
      .map((word) => word.toString(16))
      .join(":");
  return best.start < 0 ? text(0, 8) : `${text(0, best.start)}::${text(best.start + best.length, 8)}`;
}

/** An address given by number, in the form a network understands, or null if it is a name. */
export function parseAddress(text: string): HostAddress | null {
  const four = parseInet(text);
  if (four) return { family: "inet", address: formatAddress(four) };
  const six = parseInet6(text.replace(/%.*$/, ""));
  return six ? { family: "inet6", address: formatAddress(six) } : null;
}

/** 127.0.0.0/8, ::1 and what is mapped to them, and the wildcard addresses, which mean this host to connect. */
export function isLoopback({ address }: HostAddress): boolean {
  const four = address.startsWith("::ffff:") ? address.slice(7) : address;
  return four.startsWith("127.") || four === "0.0.0.0" || address === "::1" || address === "::";
}
