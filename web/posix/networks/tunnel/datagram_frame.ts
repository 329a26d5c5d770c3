// SPDX-License-Identifier: MIT

import { formatAddress, parseInet, parseInet6 } from "../../names/numeric.ts";
import type { Endpoint } from "../network.ts";

const SOCKET = 4;
const ADDRESS = 3;

/** A datagram as it goes over the link: the socket's number, the address' version, its port, the address, the bytes. */
export function frameOf(socket: number, to: Endpoint, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const address = (to.family === "inet" ? parseInet(to.address) : parseInet6(to.address)) as number[];
  const frame = new Uint8Array(SOCKET + ADDRESS + address.length + bytes.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, socket, true);
  view.setUint8(SOCKET, to.family === "inet" ? 4 : 6);
  view.setUint16(SOCKET + 1, to.port, true);
  frame.set(address, SOCKET + ADDRESS);
  frame.set(bytes, SOCKET + ADDRESS + address.length);
  return frame;
}

/** Whom a datagram comes from, and where its bytes begin; of a message without the socket's number. */
export function endpointOf(message: Uint8Array): (Endpoint & { end: number }) | null {
  const size = message[0] === 4 ? 4 : message[0] === 6 ? 16 : 0;
  if (size === 0 || message.length < ADDRESS + size) return null;
  return {
    family: size === 4 ? "inet" : "inet6",
    address: formatAddress(message.subarray(ADDRESS, ADDRESS + size)),
    port: (message[1] as number) | ((message[2] as number) << 8),
    end: ADDRESS + size,
  };
}
