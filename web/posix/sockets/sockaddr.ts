// SPDX-License-Identifier: MIT

import { AF } from "../abi.ts";
import type { Errno } from "../errno.ts";
import type { Memory } from "../memory.ts";
import { formatAddress, parseInet, parseInet6 } from "../names/numeric.ts";
import { isUnix } from "../networks/address.ts";
import type { Endpoint, SocketAddress } from "../networks/network.ts";

/** Where sun_path begins, and how long it may be. */
const PATH = 2;
const LONGEST_PATH = 108;

/** The bytes of a struct sockaddr_in, sockaddr_in6 or sockaddr_un. */
export function encodeAddress(address: SocketAddress): Uint8Array {
  if (isUnix(address)) return encodeUnix(address.given ?? address.path);
  const inet = address.family === "inet";
  const bytes = new Uint8Array(inet ? 16 : 28);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, inet ? AF.INET : AF.INET6, true);
  view.setUint16(2, address.port);
  if (inet) {
    bytes.set(parseInet(address.address) ?? [0, 0, 0, 0], 4);
  } else {
    bytes.set(parseInet6(address.address) ?? [], 8);
  }
  return bytes;
}

function encodeUnix(path: string): Uint8Array {
  // A path ends with a NUL; an abstract name is as long as it is told to be.
  const end = path === "" || path.startsWith("\0") ? 0 : 1;
  const bytes = new Uint8Array(PATH + path.length + end);
  new DataView(bytes.buffer).setUint16(0, AF.UNIX, true);
  for (let i = 0; i < path.length; i++) bytes[PATH + i] = path.charCodeAt(i);
  return bytes;
}

/** Reads a struct sockaddr that has to be of the socket's own family. */
export function decodeAddress(memory: Memory, address: number, length: number, family: number): SocketAddress | Errno {
  if (length < 2) return "EINVAL";
  const view = memory.view;
  const given = view.getUint16(address, true);
  if (family === AF.UNIX) {
    if (length > PATH + LONGEST_PATH || given !== AF.UNIX) return "EINVAL";
    const bytes = memory.bytes(address + PATH, length - PATH);
    const end = bytes[0] === 0 ? bytes.length : bytes.indexOf(0);
    return { family: "unix", path: String.fromCharCode(...bytes.subarray(0, end < 0 ? bytes.length : end)) };
  }
  if (length < (family === AF.INET ? 16 : 24)) return "EINVAL";
  if (given !== family) return "EAFNOSUPPORT";
  const port = view.getUint16(address + 2);
  return family === AF.INET
    ? { family: "inet", address: formatAddress(memory.bytes(address + 4, 4)), port }
    : { family: "inet6", address: formatAddress(memory.bytes(address + 8, 16)), port };
}

const MAPPED = "::ffff:";

/** The IPv4 host behind an address that an AF_INET6 socket maps, or null. */
export function unmapped(address: SocketAddress): Endpoint | null {
  const inside = address.family === "inet6" && address.address.startsWith(MAPPED);
  return inside ? { ...address, family: "inet", address: address.address.slice(MAPPED.length) } : null;
}

/** An address as a socket of this family tells it. */
export function asSeenBy(family: number, address: SocketAddress): SocketAddress {
  if (family !== AF.INET6 || address.family !== "inet") return address;
  return { ...address, family: "inet6", address: `${MAPPED}${address.address}` };
}

/** Writes an address the way accept and getsockname do: cut to the room there is, the true length told. */
export function storeAddress(memory: Memory, told: SocketAddress, address: number, length: number): void {
  if (address === 0 || length === 0) return;
  const bytes = encodeAddress(told);
  const room = memory.u32(length);
  memory.bytes(address, Math.min(room, bytes.length)).set(bytes.subarray(0, room));
  memory.setU32(length, bytes.length);
}

/** The same for whom a datagram is from: a Unix socket without a name has no address at all. */
export function storeSender(memory: Memory, from: SocketAddress, address: number, length: number): void {
  if (isUnix(from) && from.path === "" && length !== 0) memory.setU32(length, 0);
  else storeAddress(memory, from, address, length);
}
