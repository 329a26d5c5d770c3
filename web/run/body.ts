// SPDX-License-Identifier: MIT

import type { Changes } from "../posix/changes.ts";
import type { Body } from "../posix/index.ts";

/** Of the six connections that a browser has for a server, all its tabs together: pages need some, too. */
const BODIES = ["porthole body 1", "porthole body 2"];

/** Keeps one of the places until it is released; null where all are taken. Where there are no locks, there are no places. */
async function place(locks: LockManager | undefined): Promise<(() => void) | null> {
  for (const name of locks ? BODIES : []) {
    const release = await new Promise<(() => void) | null>((resolve) => {
      const asked = locks?.request(name, { ifAvailable: true }, (lock) => {
        if (lock) return new Promise<void>((done) => resolve(done));
        resolve(null);
      });
      // A page that may not keep anything may have no locks either.
      asked?.catch(() => resolve(null));
    });
    if (release) return release;
  }
  return null;
}

/** What of the browser's globals it takes: a program's worker has none of them later. */
export interface Means {
  get: typeof fetch;
  Abort: typeof AbortController;
  locks: LockManager | undefined;
}

/** Posts `content`, and reads what is answered while there is a place for it. Once `given` up nothing is waited for. */
export async function openBody(
  { get, Abort, locks }: Means,
  url: string,
  content: string,
  given: Changes,
): Promise<Body | null> {
  const abort = new Abort();
  const stop = given.subscribe(() => abort.abort());
  const { signal } = abort;
  const release = await place(locks);
  const answer = release
    ? await get(url, { method: "POST", body: content, cache: "no-store", signal }).catch(() => null)
    : null;
  stop();
  const reader = answer?.ok ? answer.body?.getReader() : undefined;
  if (!release || !reader) {
    release?.();
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
