// SPDX-License-Identifier: MIT
// The worker that keeps the tab's own network: which program has which port and name, and who waits for whom.

import { Broker } from "../posix/networks/tab/broker.ts";
import type { Port } from "../posix/networks/tab/messages.ts";
import type { PacketRecord } from "../posix/networks/tab/weather/internet.ts";
import type { FromBrokerWorker, ToBrokerWorker } from "./messages.ts";
import { asPort, makeChannel } from "./own_tab.ts";
import { Batch } from "./recorder.ts";
import { webPlatform } from "./web_platform.ts";

const tell = (message: FromBrokerWorker) => self.postMessage(message);
const { now, after, task } = webPlatform();
const packets = new Batch<PacketRecord>((records) => tell({ type: "packets", records }));
const members = new Map<number, Port>();

/** Timers of a worker wait four milliseconds at least, once they follow one another: what is due is done at once. */
function soonOr(milliseconds: number, callback: () => void): () => void {
  if (milliseconds >= 1) return after(milliseconds, callback);
  let wanted = true;
  task(() => {
    if (wanted) callback();
  });
  return () => {
    wanted = false;
  };
}

const broker = new Broker(makeChannel, {
  clock: { now, after: soonOr, random: Math.random },
  wanted: () => tell({ type: "wanted" }),
  packet: (record) => packets.add(record),
});

self.onmessage = ({ data, ports }: MessageEvent<ToBrokerWorker>) => {
  const [port] = ports;
  switch (data.type) {
    case "join":
      if (!port) return;
      members.set(data.member, asPort(port));
      broker.join(asPort(port), data.addresses, data.member);
      return;
    case "practice":
      broker.practice(data.hosts);
      return;
    case "weather":
      broker.weather(data.weather);
      return;
    case "lose":
      broker.lose(data.count);
      return;
    case "leave": {
      const left = members.get(data.member);
      members.delete(data.member);
      if (left) broker.leave(left);
      return;
    }
  }
};
