// SPDX-License-Identifier: MIT
// Where projects are kept: the browser's IndexedDB, or this page's memory where the browser refuses to keep anything.

import type { Project } from "./project.ts";

export interface Shelf {
  /** False when what is put here is gone with the page. */
  readonly lasting: boolean;
  all(): Promise<Project[]>;
  put(project: Project): Promise<void>;
  remove(id: string): Promise<void>;
}

export class MemoryShelf implements Shelf {
  readonly lasting = false;
  readonly #projects = new Map<string, Project>();

  async all(): Promise<Project[]> {
    return [...this.#projects.values()];
  }

  async put(project: Project): Promise<void> {
    this.#projects.set(project.id, project);
  }

  async remove(id: string): Promise<void> {
    this.#projects.delete(id);
  }
}

const place = { database: "porthole", version: 1, store: "projects" };

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

class BrowserShelf implements Shelf {
  readonly lasting = true;
  readonly #database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.#database = database;
    // Another tab that brings a newer page must not wait for this one.
    database.onversionchange = () => database.close();
  }

  async all(): Promise<Project[]> {
    return settled(this.#database.transaction(place.store).objectStore(place.store).getAll());
  }

  put(project: Project): Promise<void> {
    return this.#change((store) => store.put(project));
  }

  remove(id: string): Promise<void> {
    return this.#change((store) => store.delete(id));
  }

  /** Resolves when the browser has written it, not when it has taken it. */
  #change(change: (store: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = this.#database.transaction(place.store, "readwrite");
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
      change(transaction.objectStore(place.store));
    });
  }
}

/** The browser's own shelf; a private window that has none gets memory. */
export async function openShelf(): Promise<Shelf> {
  try {
    const request = indexedDB.open(place.database, place.version);
    request.onupgradeneeded = () => request.result.createObjectStore(place.store, { keyPath: "id" });
    return new BrowserShelf(await settled(request));
  } catch {
    return new MemoryShelf();
  }
}
