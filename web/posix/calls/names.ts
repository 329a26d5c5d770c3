// SPDX-License-Identifier: MIT

import { EAI } from "../abi.ts";
import type { Reply } from "../errno.ts";
import { describe, type Hints, lookup } from "../names/lookup.ts";
import { isUnix } from "../networks/address.ts";
import { OWN_HOST } from "../networks/tab/hosts.ts";
import type { Process } from "../process.ts";
import { decodeAddress, encodeAddress } from "../sockets/sockaddr.ts";
import { type Calls, prompt, waits } from "./table.ts";

/** The layout of src/posix/lookup.h. */
const CANONICAL = 256;
const RECORD = 48;

async function getaddrinfo(
  process: Process,
  host: number,
  service: number,
  hints: number,
  records: number,
  size: number,
): Promise<number> {
  const { memory } = process;
  const field = (index: number) => (hints === 0 ? 0 : memory.view.getInt32(hints + 4 * index, true));
  const wanted: Hints = { flags: field(0), family: field(1), type: field(2), protocol: field(3) };
  const found = await lookup(memory.text(host), memory.text(service), wanted, process.network);
  if (typeof found === "number") return found;
  memory.setText(records, CANONICAL, (found.canonical ?? "").slice(0, CANONICAL - 1));
  const fitting = found.records.slice(0, Math.floor((size - CANONICAL) / RECORD));
  for (const [i, record] of fitting.entries()) {
    const at = records + CANONICAL + RECORD * i;
    const bytes = encodeAddress(record.endpoint);
    const { view } = memory;
    view.setInt32(at, wanted.flags, true);
    view.setInt32(at + 4, bytes.length === 16 ? 2 : 10, true);
    view.setInt32(at + 8, record.type, true);
    view.setInt32(at + 12, record.protocol, true);
    view.setUint32(at + 16, bytes.length, true);
    memory.bytes(at + 20, bytes.length).set(bytes);
  }
  return fitting.length;
}

async function getnameinfo(
  process: Process,
  address: number,
  length: number,
  host: [number, number],
  service: [number, number],
  flags: number,
): Promise<number> {
  const { memory } = process;
  const family = length >= 2 ? memory.view.getUint16(address, true) : 0;
  if (family !== 2 && family !== 10) return EAI.FAMILY;
  const endpoint = decodeAddress(memory, address, length, family);
  if (typeof endpoint === "string" || isUnix(endpoint)) return EAI.FAMILY;
  const wants = { host: host[1] > 0, service: service[1] > 0 };
  const texts = await describe(endpoint, flags, wants, process.network);
  if (typeof texts === "number") return texts;
  if (wants.host && !memory.setText(host[0], host[1], texts.host)) return EAI.OVERFLOW;
  if (wants.service && !memory.setText(service[0], service[1], texts.service)) return EAI.OVERFLOW;
  return 0;
}

async function uname(process: Process, nodename: number, size: number): Promise<number> {
  const name = (await process.network.hostname()) ?? OWN_HOST.name;
  process.memory.setText(nodename, size, name.slice(0, 63));
  return 0;
}

/** Names of hosts and services, and what else a program asks about its surroundings. */
export function nameCalls(process: Process): Calls {
  return {
    getaddrinfo: waits(
      (host: number, service: number, hints: number, records: number, size: number): Reply =>
        getaddrinfo(process, host, service, hints, records, size),
    ),
    getnameinfo: waits(
      (address: number, length: number, host: number, hostSize: number, service: number, size: number, flags: number) =>
        getnameinfo(process, address, length, [host, hostSize], [service, size], flags),
    ),
    uname: waits((nodename: number, size: number) => uname(process, nodename, size)),
    random: prompt((address: number, size: number) => {
      process.platform.random(process.memory.bytes(address, size));
      return 0;
    }),
  };
}
