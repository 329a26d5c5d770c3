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

/** A server that lets a visitor wait longer than this for the page is as good as none. */
const PATIENCE = 10_000;

async function keepAll(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll(files.map((file) => new Request(new URL(file, base), { cache: "reload" })));
}

/** Runs when no page of an older version is open any more: until then its files stay. */
async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(prefix) && name !== cacheName).map((name) => caches.delete(name)),
  );
  await scope.clients.claim();
}

const listed = new Set(files.map((file) => new URL(file, base).href));

/** What is not listed and was fetched, as an example's module, is there without a server too. The listed stay of one version. */
async function keep(request: Request, response: Response): Promise<void> {
  if (request.mode === "navigate" || listed.has(request.url)) return;
  const cache = await caches.open(cacheName);
  await cache.put(request, response);
}

async function kept(request: Request): Promise<Response | undefined> {
  const cache = await caches.open(cacheName);
  return cache.match(request.mode === "navigate" ? new URL("./", base) : request, { ignoreSearch: true });
}

/** The server's answer; for a page that takes too long, nothing. */
function asked(request: Request): Promise<Response> {
  if (request.mode !== "navigate") return fetch(request);
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the server takes its time")), PATIENCE);
    fetch(request)
      .then(resolve, reject)
      .finally(() => clearTimeout(late));
  });
}

async function answer(event: FetchEvent): Promise<Response> {
  const { request } = event;
  try {
    const response = await asked(request);
    if (response.ok) {
      event.waitUntil(keep(request, response.clone()).catch(() => {}));
      return response;
    }
    // A proxy before a server that is gone, or a newer server that has no such file for a page that is still open.
    const gone = response.status >= 500 || request.mode !== "navigate";
    return (gone && (await kept(request))) || response;
  } catch (error) {
    const found = await kept(request);
    if (found) return found;
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
