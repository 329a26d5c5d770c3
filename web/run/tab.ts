// SPDX-License-Identifier: MIT
/// <reference path="./workers.d.ts" />

import script from "./broker.ts?worker&url";
import { inheritingWorker } from "./inheriting_worker.ts";
import type { ToBrokerWorker } from "./messages.ts";

/** A program's place in the tab's own network. */
export interface Membership {
  /** Leads to the broker: for the program's worker. */
  port: MessagePort;
  /** The program is no more. */
  leave(): void;
}

let worker: Worker | null = null;
let lastMember = 0;

/** Lets a program into the network of this tab, which all programs of the page share; `addresses` are its host's own. */
export function joinTab(addresses: string[] = []): Membership {
  worker ??= inheritingWorker(script, "the tab's network");
  const broker = worker;
  const member = ++lastMember;
  const tell = (message: ToBrokerWorker, ports: MessagePort[] = []) => broker.postMessage(message, ports);
  const { port1, port2 } = new MessageChannel();
  tell({ type: "join", member, addresses }, [port1]);
  return { port: port2, leave: () => tell({ type: "leave", member }) };
}
