// SPDX-License-Identifier: MIT

import { Broker } from "../posix/networks/tab/broker.ts";
import { OWN_HOST } from "../posix/networks/tab/hosts.ts";
import type { Port } from "../posix/networks/tab/messages.ts";
import { webPlatform } from "./web_platform.ts";

/** A MessagePort is a Port; TypeScript sees only that its events have more. */
export const asPort = (port: MessagePort): Port => port as unknown as Port;

export function makeChannel(): [Port, Port] {
  const { port1, port2 } = new MessageChannel();
  return [asPort(port1), asPort(port2)];
}

let broker: Broker | null = null;
let lastProgram = 0;

/** The tab's network for programs that run without the page's own: all those of one thread share it. */
export function joinOwnTab(): { port: Port; leave: () => void } {
  const { now, after } = webPlatform();
  broker ??= new Broker(makeChannel, {
    clock: { now, after, random: Math.random },
    wanted: () => broker?.practice([]),
    packet: () => {},
  });
  const joined = broker;
  const [ours, theirs] = makeChannel();
  joined.join(ours, [OWN_HOST.address], ++lastProgram);
  return { port: theirs, leave: () => joined.leave(ours) };
}
