// SPDX-License-Identifier: MIT

import type { Body, Channel, Platform } from "../posix/index.ts";
import { PacedChannel, type StreamClass } from "./paced_channel.ts";

/** Of the six connections that a browser has for a server, all its tabs together: pages need some, too. */
const BODIES = ["porthole body 1", "porthole body 2"];

/** Keeps one of the places until it is released; null where all are taken. Where there are no locks, there are no places. */
async function place(locks: LockManager | undefined): Promise<(() => void) | null> {
  for (const name of locks ? BODIES : []) {
    const release = await new Promise<(() => void) | null>((resolve) => {
      void locks?.request(name, { ifAvailable: true }, (lock) => {
        if (lock) return new Promise<void>((done) => resolve(done));
        resolve(null);
      });
    });
    if (release) return release;
  }
  return null;
}

async function openBody(
  get: typeof fetch,
  locks: LockManager | undefined,
  url: string,
  content: string,
): Promise<Body | null> {
  const release = await place(locks);
  if (!release) return null;
  const answer = await get(url, { method: "POST", body: content, cache: "no-store" }).catch(() => null);
  const reader = answer?.ok ? answer.body?.getReader() : undefined;
  if (!reader) {
    release();
    return null;
  }
  const close = () => {
    release();
    void reader.cancel().catch(() => {});
  };
  const read = async () => {
    const { value } = await reader.read().catch(() => ({ value: undefined }));
    if (!value) release();
    return value ?? null;
  };
  return { read, close };
}

/** The browser as web/posix sees it. What it needs of the globals is taken now, before the program starts. */
export function webPlatform(): Platform {
  const Socket = WebSocket;
  const Paced = (self as { WebSocketStream?: StreamClass }).WebSocketStream;
  const get = fetch.bind(self);
  const { locks } = navigator as { locks?: LockManager };
  const tasks: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => tasks.shift()?.();
  return {
    openChannel: (url, protocols) => new Socket(url, protocols) as Channel,
    openPacedChannel: (url, protocols) =>
      Paced ? new PacedChannel(Paced, url, protocols) : (new Socket(url, protocols) as Channel),
    openBody: (channel, name, content) => {
      // Bulk comes faster by a body in Chromium, which has these streams, and slower in Firefox: docs/bench.md.
      if (!Paced) return Promise.resolve(null);
      const url = new URL(name, channel);
      url.protocol = url.protocol.replace("ws", "http");
      return openBody(get, locks, url.href, content);
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
