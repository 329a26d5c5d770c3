// SPDX-License-Identifier: MIT
// The parts of the compiler: fetched once, unpacked on the way, kept by the browser under their hash.

import type { Manifest, Part } from "./manifest.ts";

const cacheName = "porthole-compiler";

type Progress = (bytes: number, total: number) => void;

/** The browser's cache, or null where the page may have none (a private window, an embedding page's rules). */
async function openCache(): Promise<Cache | null> {
  try {
    return await caches.open(cacheName);
  } catch {
    return null;
  }
}

async function answer(url: URL): Promise<Response> {
  const response = await fetch(url).catch(() => null);
  if (!response) throw new Error(`the compiler could not be loaded: no answer from the server for ${url.pathname}`);
  if (!response.ok) throw new Error(`the compiler could not be loaded: ${url.pathname}: ${response.status}`);
  return response;
}

/** The pieces of a part as one stream of compressed bytes. */
function pieces(part: Part, base: URL, received: (bytes: number) => void): ReadableStream<Uint8Array<ArrayBuffer>> {
  const names = part.pieces.map((piece) => piece.file);
  let reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | null = null;
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        if (!reader) {
          const name = names.shift();
          if (!name) return controller.close();
          const { body } = await answer(new URL(name, base));
          if (!body) throw new Error(`the compiler could not be loaded: ${name} is empty`);
          reader = body.getReader();
        }
        const { value, done } = await reader.read();
        if (value) {
          received(value.length);
          return controller.enqueue(value);
        }
        if (done) reader = null;
      }
    },
  });
}

const urlOf = (part: Part, base: URL) => new URL(`${part.name}-${part.hash}`, base);

/** Whether the browser has kept all parts that the last visit's manifest names. */
export async function isKept(folder: string): Promise<boolean> {
  const cache = await openCache();
  const base = new URL(folder);
  const manifest = await cache?.match(new URL("manifest.json", base));
  if (!cache || !manifest) return false;
  const { parts } = (await manifest.json()) as Manifest;
  const kept = await Promise.all(parts.map((part) => cache.match(urlOf(part, base))));
  return kept.every(Boolean);
}

/** A browser hashes only where the page came over a safe way; elsewhere the size has to do. */
async function isWhole(bytes: ArrayBuffer, part: Part): Promise<boolean> {
  if (bytes.byteLength !== part.size) return false;
  if (!crypto.subtle) return true;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hash.startsWith(part.hash);
}

/** Fetches the parts of the compiler below a folder of the page. */
export class Store {
  private constructor(
    readonly manifest: Manifest,
    private readonly base: URL,
    private readonly cache: Cache | null,
  ) {}

  /** Reads the manifest: the server's, or without a server the one of the last visit. */
  static async open(folder: string): Promise<Store> {
    const base = new URL(folder);
    const url = new URL("manifest.json", base);
    const cache = await openCache();
    let response: Response;
    try {
      response = await answer(url);
      await cache?.put(url, response.clone()).catch(() => {});
    } catch (error) {
      const kept = await cache?.match(url);
      if (!kept) throw error;
      response = kept;
    }
    const store = new Store((await response.json()) as Manifest, base, cache);
    await store.forgetOthers();
    return store;
  }

  /** The parts, each as a response with its unpacked bytes; `progress` counts compressed bytes that the network brings. */
  async fetch(progress: Progress): Promise<Map<Part["name"], Response>> {
    const kept = await Promise.all(this.manifest.parts.map((part) => this.cache?.match(this.urlOf(part))));
    const missing = this.manifest.parts.filter((_, index) => !kept[index]);
    const total = missing.flatMap((part) => part.pieces).reduce((sum, piece) => sum + piece.size, 0);
    let bytes = 0;
    const received = (more: number) => {
      bytes += more;
      progress(bytes, total);
    };
    const responses = this.manifest.parts.map((part, index) => kept[index] ?? this.load(part, received));
    const all = await Promise.all(responses);
    return new Map(this.manifest.parts.map((part, index) => [part.name, all[index] as Response]));
  }

  private async load(part: Part, received: (bytes: number) => void): Promise<Response> {
    const plain = pieces(part, this.base, received).pipeThrough(new DecompressionStream("gzip"));
    const bytes = await new Response(plain).arrayBuffer();
    if (!(await isWhole(bytes, part))) throw new Error(`the compiler could not be loaded: ${part.name} is damaged`);
    const type = part.name === "clang" ? "application/wasm" : "application/octet-stream";
    const headers = { "Content-Type": type };
    // A browser that will not keep it fetches it again on the next visit: no reason to fail now.
    await this.cache?.put(this.urlOf(part), new Response(bytes, { headers })).catch(() => {});
    return new Response(bytes, { headers });
  }

  private urlOf(part: Part): URL {
    return urlOf(part, this.base);
  }

  /** Drops what another version of the page has left. */
  private async forgetOthers(): Promise<void> {
    if (!this.cache) return;
    const current = new Set([...this.manifest.parts.map((part) => this.urlOf(part).href)]);
    for (const request of await this.cache.keys()) {
      const ours = request.url.startsWith(this.base.href) && !request.url.endsWith("manifest.json");
      if (ours && !current.has(request.url)) await this.cache.delete(request);
    }
  }
}
