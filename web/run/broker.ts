// SPDX-License-Identifier: MIT
// The worker that keeps the tab's own network: which program has which port and name, and who waits for whom.

import { Broker } from "../posix/networks/tab/broker.ts";
import type { Port } from "../posix/networks/tab/messages.ts";
import type { FromBrokerWorker, ToBrokerWorker } from "./messages.ts";

/** A MessagePort is a Port; TypeScript sees only that its events have more. */
const asPort = (port: MessagePort) => port as unknown as Port;

const members = new Map<number, Port>();
const tell = (message: FromBrokerWorker) => self.postMessage(message);
const broker = new Broker(
  () => {
    const { port1, port2 } = new MessageChannel();
    return [asPort(port1), asPort(port2)];
  },
  () => tell({ type: "wanted" }),
);

self.onmessage = ({ data, ports }: MessageEvent<ToBrokerWorker>) => {
  const [port] = ports;
  if (data.type === "join" && port) {
    members.set(data.member, asPort(port));
    broker.join(asPort(port), data.addresses);
    return;
  }
  if (data.type === "practice") broker.practice(data.hosts);
  if (data.type !== "leave") return;
  const left = members.get(data.member);
  members.delete(data.member);
  if (left) broker.leave(left);
};
