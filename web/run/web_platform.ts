// SPDX-License-Identifier: MIT

import type { Channel, Platform } from "../posix/index.ts";
import { openBody } from "./body.ts";
import { PacedChannel, type StreamClass } from "./paced_channel.ts";

/** The browser as web/posix sees it. What it needs of the globals is taken now, before the program starts. */
export function webPlatform(): Platform {
  const Socket = WebSocket;
  const Paced = (self as { WebSocketStream?: StreamClass }).WebSocketStream;
  const { locks } = navigator as { locks?: LockManager };
  const means = { get: fetch.bind(self), Abort: AbortController, locks };
  const tasks: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => tasks.shift()?.();
  return {
    openChannel: (url, protocols) => new Socket(url, protocols) as Channel,
    openPacedChannel: (url, protocols) =>
      Paced ? new PacedChannel(Paced, url, protocols) : (new Socket(url, protocols) as Channel),
    openBody: (channel, name, content, given) => {
      // Bulk comes faster by a body in Chromium, which has these streams, and slower in Firefox: docs/bench.md.
      if (!Paced) return Promise.resolve(null);
      const url = new URL(name, channel);
      url.protocol = url.protocol.replace("ws", "http");
      return openBody(means, url.href, content, given);
    },
    now: () => performance.timeOrigin + performance.now(),
    monotonic: () => performance.now(),
    random: (into) => {
      const most = 65536;
      for (let at = 0; at < into.length; at += most) {
        const part = new Uint8Array(Math.min(most, into.length - at));
        into.set(crypto.getRandomValues(part), at);
      }
    },
    after: (milliseconds, callback) => {
      const timer = setTimeout(callback, milliseconds);
      return () => clearTimeout(timer);
    },
    task: (callback) => {
      tasks.push(callback);
      port2.postMessage(null);
    },
  };
}
