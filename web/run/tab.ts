// SPDX-License-Identifier: MIT
/// <reference path="./workers.d.ts" />

import { type NamedHost, OWN_HOST } from "../posix/networks/tab/hosts.ts";
import type { PacketRecord } from "../posix/networks/tab/weather/internet.ts";
import type { Weather } from "../posix/networks/tab/weather/weather.ts";
import script from "./broker.ts?worker&url";
import { inheritingWorker } from "./inheriting_worker.ts";
import type { FromBrokerWorker, ToBrokerWorker } from "./messages.ts";

/** A program's place in the tab's own network. */
export interface Membership {
  /** What the network calls this program, in the records of packets. */
  member: number;
  /** Leads to the broker: for the program's worker. */
  port: MessagePort;
  /** The program is no more. */
  leave(): void;
}

let worker: Worker | null = null;
let lastMember = 0;
let onPackets: (records: PacketRecord[]) => void = () => {};
let startHosts = (): void => hostsAre([]);

function tell(message: ToBrokerWorker, ports: MessagePort[] = []): void {
  if (!worker) {
    worker = inheritingWorker(script, "the tab's network");
    worker.onmessage = ({ data }: MessageEvent<FromBrokerWorker>) => {
      if (data.type === "wanted") startHosts();
      else onPackets(data.records);
    };
  }
  worker.postMessage(message, ports);
}

/** Lets a program into the network of this tab, which all programs of the page share; `addresses` are its host's own. */
export function joinTab(addresses: string[] = [OWN_HOST.address]): Membership {
  const member = ++lastMember;
  const { port1, port2 } = new MessageChannel();
  tell({ type: "join", member, addresses }, [port1]);
  return { member, port: port2, leave: () => tell({ type: "leave", member }) };
}

/** The weather between the tab's hosts from now on; null for none, and no packets. */
export function setWeather(weather: Weather | null): void {
  tell({ type: "weather", weather });
}

/** So many of the next packets that carry data are lost. */
export function losePackets(count: number): void {
  tell({ type: "lose", count });
}

/** Who is told of each packet that is sent while there is weather. */
export function watchPackets(told: (records: PacketRecord[]) => void): void {
  onPackets = told;
}

/** Who starts the practice hosts, once a program wants to reach them. */
export function onHostsWanted(start: () => void): void {
  startHosts = start;
}

/** The practice hosts listen now, under these names; null where they do so no more. */
export function hostsAre(hosts: NamedHost[] | null): void {
  tell({ type: "practice", hosts });
}
