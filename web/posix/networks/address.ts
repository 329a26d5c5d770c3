// SPDX-License-Identifier: MIT

import type { Endpoint, SocketAddress, UnixAddress } from "./network.ts";

export const isUnix = (address: SocketAddress): address is UnixAddress => address.family === "unix";

/** 0.0.0.0 and ::, which mean every address of this host. */
export const isWildcard = ({ address }: { address: string }): boolean => address === "0.0.0.0" || address === "::";

/** The address of a socket that has none. */
export function unspecified(family: SocketAddress["family"]): SocketAddress {
  if (family === "unix") return { family, path: "" };
  return { family, address: family === "inet" ? "0.0.0.0" : "::", port: 0 };
}

export function sameAddress(one: SocketAddress, other: SocketAddress): boolean {
  if (isUnix(one) || isUnix(other)) return isUnix(one) && isUnix(other) && one.path === other.path;
  return one.port === other.port && one.address === other.address;
}

const firstByte = (address: string) => Number(address.split(".")[0]);

/** 224.0.0.0/4 and ff00::/8: addresses of groups. */
export function isMulticast({ family, address }: Pick<Endpoint, "family" | "address">): boolean {
  return family === "inet" ? firstByte(address) >= 224 && firstByte(address) < 240 : /^ff/i.test(address);
}

/** Addresses that all machines of a network hear: this host's loopback has one, and 255.255.255.255 is everyone's. */
export function isBroadcast({ address }: Pick<Endpoint, "address">): boolean {
  return address === "255.255.255.255" || address === "127.255.255.255";
}
