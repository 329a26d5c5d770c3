// SPDX-License-Identifier: MIT

import { isLoopback } from "../../../names/numeric.ts";
import type { Endpoint } from "../../network.ts";
import { PRACTICE_NET } from "../hosts.ts";

/** An interface on a packet's way: a host or router, and the address that it has there. */
export interface Hop {
  host: string;
  address: string;
}

export type Route = "short" | "long";

/**
 * The tab's small internet: the reader's host is behind the router "west", the practice hosts behind "east"; the short
 * route leads from one to the other, the long one by way of "north". A router has an address on each of its networks.
 *
 *     porthole ── west ───────────── east ── practice hosts
 *                   └──── north ──────┘
 */
const SHORT: readonly Hop[] = [
  { host: "west", address: "198.18.2.254" },
  { host: "east", address: "198.18.4.2" },
];
const LONG: readonly Hop[] = [
  { host: "west", address: "198.18.2.254" },
  { host: "north", address: "198.18.5.2" },
  { host: "east", address: "198.18.6.2" },
];
/** The same routers, met from the other side. */
const SHORT_BACK: readonly Hop[] = [
  { host: "east", address: "198.18.0.254" },
  { host: "west", address: "198.18.4.1" },
];
const LONG_BACK: readonly Hop[] = [
  { host: "east", address: "198.18.0.254" },
  { host: "north", address: "198.18.6.1" },
  { host: "west", address: "198.18.5.1" },
];

const isPractice = ({ address }: Endpoint): boolean => address.startsWith(PRACTICE_NET);

/** The interfaces that a packet meets, its sender's and its receiver's with them. Within a host there is no router. */
export function path(from: Endpoint, to: Endpoint, route: Route, nameOf: (address: string) => string): Hop[] {
  const [first, last] = [from, to].map(({ address }) => ({ host: nameOf(address), address })) as [Hop, Hop];
  if (isLoopback(to) || isPractice(from) === isPractice(to)) return [first, last];
  const there = route === "short" ? SHORT : LONG;
  const back = route === "short" ? SHORT_BACK : LONG_BACK;
  return [first, ...(isPractice(to) ? there : back), last];
}
