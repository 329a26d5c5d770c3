// SPDX-License-Identifier: MIT
// What the reader chose, kept by the browser. A browser that refuses storage just forgets.

const prefix = "porthole.";

/** The value kept under a name, or undefined where there is none or it is not JSON. */
export function recall(name: string): unknown {
  try {
    const text = localStorage.getItem(prefix + name);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keeps a value under a name; undefined forgets it. */
export function keep(name: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // private windows may refuse: the choice then lasts as long as the page
  }
}
