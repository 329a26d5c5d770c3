// SPDX-License-Identifier: MIT

import { AF } from "../abi.ts";
import type { Errno } from "../errno.ts";
import type { Memory } from "../memory.ts";
import { formatAddress, parseInet, parseInet6 } from "../names/numeric.ts";
import type { Endpoint } from "../networks/network.ts";

/** The bytes of a struct sockaddr_in or sockaddr_in6. */
export function encodeEndpoint(endpoint: Endpoint): Uint8Array {
  const inet = endpoint.family === "inet";
  const bytes = new Uint8Array(inet ? 16 : 28);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, inet ? AF.INET : AF.INET6, true);
  view.setUint16(2, endpoint.port);
  if (inet) {
    bytes.set(parseInet(endpoint.address) ?? [0, 0, 0, 0], 4);
  } else {
    bytes.set(parseInet6(endpoint.address) ?? [], 8);
  }
  return bytes;
}

/** Reads a struct sockaddr that has to be of the socket's own family. */
export function decodeEndpoint(memory: Memory, address: number, length: number, family: number): Endpoint | Errno {
  if (length < 2) return "EINVAL";
  const view = memory.view;
  const given = view.getUint16(address, true);
  if (length < (family === AF.INET ? 16 : 24)) return "EINVAL";
  if (given !== family) return "EAFNOSUPPORT";
  const port = view.getUint16(address + 2);
  return family === AF.INET
    ? { family: "inet", address: formatAddress(memory.bytes(address + 4, 4)), port }
    : { family: "inet6", address: formatAddress(memory.bytes(address + 8, 16)), port };
}

const MAPPED = "::ffff:";

/** The IPv4 host behind an address that an AF_INET6 socket maps, or null. */
export function unmapped(endpoint: Endpoint): Endpoint | null {
  const inside = endpoint.family === "inet6" && endpoint.address.startsWith(MAPPED);
  return inside ? { ...endpoint, family: "inet", address: endpoint.address.slice(MAPPED.length) } : null;
}

/** An address as a socket of this family tells it. */
export function asSeenBy(family: number, endpoint: Endpoint): Endpoint {
  if (family === AF.INET || endpoint.family === "inet6") return endpoint;
  return { ...endpoint, family: "inet6", address: `${MAPPED}${endpoint.address}` };
}

/** Writes an address the way accept and getsockname do: cut to the room there is, the true length told. */
export function storeEndpoint(memory: Memory, endpoint: Endpoint, address: number, length: number): void {
  if (address === 0 || length === 0) return;
  const bytes = encodeEndpoint(endpoint);
  const room = memory.u32(length);
  memory.bytes(address, Math.min(room, bytes.length)).set(bytes.subarray(0, room));
  memory.setU32(length, bytes.length);
}
