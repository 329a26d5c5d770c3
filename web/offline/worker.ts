// SPDX-License-Identifier: MIT
// The page without a server: a service worker that answers from what the last visit brought, and only where the
// server does not answer. With a server the page is always the server's.

interface OfflineFiles {
  /** Changes with any of the files: a browser that finds another keeps the files anew. */
  version: string;
  files: string[];
}

interface ExtendableEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

interface Scope extends EventTarget {
  readonly registration: { readonly scope: string };
  readonly offlineFiles: OfflineFiles;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  importScripts(url: string): void;
}

const scope = self as unknown as Scope;
// src/setup/offline.mjs writes it beside the page.
scope.importScripts("./offline-files.js");
const { version, files } = scope.offlineFiles;
const base = scope.registration.scope;
const prefix = `porthole-page ${base} `;
const cacheName = prefix + version;

/** The compiler keeps its own parts, and which gateway there is only the server can tell. */
const notOurs = [new URL("compiler/", base).href, new URL("porthole.json", base).href];

async function keepAll(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll(files.map((file) => new Request(new URL(file, base), { cache: "reload" })));
  await scope.skipWaiting();
}

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(prefix) && name !== cacheName).map((name) => caches.delete(name)),
  );
  await scope.clients.claim();
}

/** What was fetched once, as a program's module, is there without a server too. */
async function keep(request: Request, response: Response): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.put(request, response);
}

async function answer(event: FetchEvent): Promise<Response> {
  const { request } = event;
  try {
    const response = await fetch(request);
    if (response.ok && request.mode !== "navigate") event.waitUntil(keep(request, response.clone()).catch(() => {}));
    return response;
  } catch (error) {
    const cache = await caches.open(cacheName);
    const wanted = request.mode === "navigate" ? new URL("./", base) : request;
    const kept = await cache.match(wanted, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

scope.addEventListener("install", (event) => (event as ExtendableEvent).waitUntil(keepAll()));
scope.addEventListener("activate", (event) => (event as ExtendableEvent).waitUntil(forgetOthers()));
scope.addEventListener("fetch", (event) => {
  const { request } = event as FetchEvent;
  const ours =
    request.method === "GET" && request.url.startsWith(base) && !notOurs.some((url) => request.url.startsWith(url));
  if (ours) (event as FetchEvent).respondWith(answer(event as FetchEvent));
});
