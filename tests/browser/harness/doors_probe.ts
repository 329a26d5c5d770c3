// SPDX-License-Identifier: MIT
// A worker that is hostile from within: tries the page's policy, has its doors shut, and looks for one that is open.

import { shutDoors } from "../../../web/run/doors.ts";

/** Every way out of a worker, or to what the page keeps, that a browser has. */
const DOORS = `fetch fetchLater XMLHttpRequest WebSocket WebSocketStream WebSocketError EventSource WebTransport
  RTCPeerConnection RTCDataChannel indexedDB IDBFactory caches Cache CacheStorage cookieStore CookieStore localStorage
  sessionStorage BroadcastChannel MessageChannel MessagePort Worker SharedWorker importScripts navigator WorkerNavigator
  location WorkerLocation postMessage close createImageBitmap Notification FontFace fonts OffscreenCanvas Request Response
  Blob File FileReader FileReaderSync FileSystemHandle StorageManager LockManager ServiceWorker ServiceWorkerContainer
  PushManager Serial SerialPort USB USBDevice HID HIDDevice GPU scheduler reportError setInterval requestAnimationFrame
  trustedTypes eval`.split(/\s+/);

/** What stays in a scope's prototypes where the browser puts it there. */
const harmless = [
  "self",
  "performance",
  "crypto",
  "setTimeout",
  "clearTimeout",
  "queueMicrotask",
  "TEMPORARY",
  "PERSISTENT",
];

const send = self.postMessage.bind(self);

const outcome = (attempt: () => unknown): Promise<string> =>
  new Promise((resolve) => resolve(attempt())).then(
    () => "worked",
    (error: Error) => error.name,
  );

async function policy() {
  const violated: string[] = [];
  self.addEventListener("securitypolicyviolation", (event) => {
    violated.push((event as SecurityPolicyViolationEvent).effectiveDirective);
  });
  const script = "data:text/javascript,export default 1";
  const tried = {
    eval: await outcome(() => Reflect.get(self, "eval")("1")),
    function: await outcome(() => new Function("return 1")),
    import: await outcome(() => import(/* @vite-ignore */ script)),
    fetch: await outcome(() => fetch("http://192.0.2.1/")),
    data: await outcome(() => fetch("data:,x")),
  };
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { tried, violated: [...new Set(violated)].sort() };
}

/** Names by which the global scope, or what it inherits from, still has a door. */
function open(): string[] {
  const found = DOORS.filter((name) => name in self);
  const language = [Object.prototype, EventTarget.prototype];
  for (
    let owner = Object.getPrototypeOf(self);
    owner && !language.includes(owner);
    owner = Object.getPrototypeOf(owner)
  ) {
    found.push(...Object.getOwnPropertyNames(owner).filter((name) => !harmless.includes(name)));
  }
  return found;
}

const there = DOORS.filter((name) => name in self);
const kept = await policy();
shutDoors(self);
send({ there, policy: kept, open: open() });
