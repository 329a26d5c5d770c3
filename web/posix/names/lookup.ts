// SPDX-License-Identifier: MIT

import { AF, AI, EAI, IPPROTO, NI, SOCK } from "../abi.ts";
import type { Endpoint, Family, HostAddress, Network } from "../networks/network.ts";
import { isLoopback, parseAddress, parseInet } from "./numeric.ts";
import { serviceName, servicePort } from "./services.ts";

export interface Hints {
  flags: number;
  family: number;
  type: number;
  protocol: number;
}

export interface Found {
  canonical: string | null;
  records: { type: number; protocol: number; endpoint: Endpoint }[];
}

const TYPES = [
  { type: SOCK.STREAM, protocol: IPPROTO.TCP, name: "tcp" },
  { type: SOCK.DGRAM, protocol: IPPROTO.UDP, name: "udp" },
  { type: SOCK.RAW, protocol: 0, name: null },
] as const;

const KNOWN_FLAGS = 0x5ff;
const KNOWN_NI_FLAGS = 0xff;

/** The socket types and ports that hints and service ask for, or an error as glibc finds it. */
function services(service: string | null, hints: Hints): { type: number; protocol: number; port: number }[] | number {
  const types = TYPES.filter(
    (each) =>
      (hints.type === 0 || hints.type === each.type) &&
      (hints.protocol === 0 || each.name === null || hints.protocol === each.protocol),
  );
  if (types.length === 0) return hints.type !== 0 ? EAI.SOCKTYPE : EAI.SERVICE;
  const record = (each: (typeof TYPES)[number], port: number) => ({
    type: each.type,
    protocol: each.name === null ? hints.protocol : each.protocol,
    port,
  });
  if (!service) return types.map((each) => record(each, 0));
  // glibc: with a service, any wish for a type or protocol leaves the first that fits.
  if (hints.type !== 0 || hints.protocol !== 0) types.length = 1;
  const number = /^\s*[+]?(\d+)$/.exec(service)?.[1];
  if (number !== undefined) return types.map((each) => record(each, Number(BigInt(number) & 0xffffn)));
  if (hints.flags & AI.NUMERICSERV) return EAI.NONAME;
  const list = [];
  for (const each of types) {
    const port = each.name === null ? undefined : servicePort(service, each.name);
    if (port !== undefined) list.push(record(each, port));
  }
  return list.length > 0 ? list : EAI.SERVICE;
}

/** Names that a resolver would take; glibc refuses others without asking anyone. */
function isHostName(name: string): boolean {
  const bare = name.replace(/\.$/, "");
  return bare.length <= 253 && bare.split(".").every((label) => /^[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})$/.test(label));
}

function asFamily(addresses: HostAddress[], hints: Hints): HostAddress[] {
  if (hints.family === AF.UNSPEC) return addresses;
  const family = hints.family === AF.INET ? "inet" : "inet6";
  const same = addresses.filter((each) => each.family === family);
  const mapped = hints.family === AF.INET6 && hints.flags & AI.V4MAPPED && (same.length === 0 || hints.flags & AI.ALL);
  if (!mapped) return same;
  const fours = addresses.filter((each) => each.family === "inet");
  return [...same, ...fours.map((each) => ({ family: "inet6" as const, address: `::ffff:${each.address}` }))];
}

async function addressesOf(
  host: string | null,
  hints: Hints,
  network: Network,
): Promise<{ addresses: HostAddress[]; canonical: string } | number> {
  if (host === null) {
    const [four, six] = hints.flags & AI.PASSIVE ? ["0.0.0.0", "::"] : ["127.0.0.1", "::1"];
    const both: HostAddress[] = [
      { family: "inet6", address: six as string },
      { family: "inet", address: four as string },
    ];
    return { addresses: hints.flags & AI.PASSIVE ? both.reverse() : both, canonical: "" };
  }
  const numeric = parseAddress(host);
  if (numeric) {
    const fits = asFamily([numeric], { ...hints, flags: hints.flags | (parseInet(host) ? 0 : AI.V4MAPPED) });
    return fits.length > 0 ? { addresses: [numeric], canonical: host } : EAI.ADDRFAMILY;
  }
  if (hints.flags & AI.NUMERICHOST || host === "") return EAI.NONAME;
  if (/^(.*\.)?localhost\.?$/i.test(host)) {
    return {
      addresses: [
        { family: "inet6", address: "::1" },
        { family: "inet", address: "127.0.0.1" },
      ],
      canonical: "localhost",
    };
  }
  if (!isHostName(host)) return EAI.NONAME;
  const wanted: Family | "any" =
    hints.family === AF.UNSPEC || hints.flags & AI.V4MAPPED ? "any" : hints.family === AF.INET ? "inet" : "inet6";
  const answer = await network.resolve(host, wanted);
  if ("error" in answer) return EAI[answer.error.slice(4) as keyof typeof EAI] ?? EAI.FAIL;
  return answer;
}

/** getaddrinfo: numbers and localhost are known here, other names are asked of the network. */
export async function lookup(
  host: string | null,
  service: string | null,
  hints: Hints,
  network: Network,
): Promise<Found | number> {
  if (host === null && service === null) return EAI.NONAME;
  if (hints.flags & ~KNOWN_FLAGS || (hints.flags & AI.CANONNAME && host === null)) return EAI.BADFLAGS;
  if (![AF.UNSPEC, AF.INET, AF.INET6].includes(hints.family as 0)) return EAI.FAMILY;
  const ports = services(service, hints);
  if (typeof ports === "number") return ports;
  const found = await addressesOf(host, hints, network);
  if (typeof found === "number") return found;
  const addresses = asFamily(found.addresses, hints);
  if (addresses.length === 0) return EAI.NODATA;
  return {
    canonical: hints.flags & AI.CANONNAME ? found.canonical : null,
    records: addresses.flatMap((address) =>
      ports.map(({ type, protocol, port }) => ({ type, protocol, endpoint: { ...address, port } })),
    ),
  };
}

/** getnameinfo's two texts, or an error. */
export async function describe(
  endpoint: Endpoint,
  flags: number,
  wants: { host: boolean; service: boolean },
  network: Network,
): Promise<{ host: string; service: string } | number> {
  if (flags & ~KNOWN_NI_FLAGS) return EAI.BADFLAGS;
  let host = endpoint.address;
  if (wants.host && !(flags & NI.NUMERICHOST)) {
    const name = isLoopback(endpoint) ? "localhost" : await network.reverse(endpoint);
    if (name === null && flags & NI.NAMEREQD) return EAI.NONAME;
    host = name ?? host;
  }
  const known = flags & NI.NUMERICSERV ? undefined : serviceName(endpoint.port, flags & NI.DGRAM ? "udp" : "tcp");
  return { host, service: known ?? String(endpoint.port) };
}
