// SPDX-License-Identifier: MIT

import { bind, type Slot, type TextKey } from "./language.ts";

type Child = Node | string | null | undefined | false;
type Listener = (event: never) => void;
type Attributes = {
  [name: string]: string | number | boolean | Listener | undefined;
  /** Text keys that follow the language. */
  text?: TextKey;
  label?: TextKey;
  tip?: TextKey;
  hint?: TextKey;
};

const slots: Record<string, Slot> = { text: "text", label: "label", tip: "title", hint: "placeholder" };

/** Makes an element. `onclick` and the like add listeners; text, label, tip and hint take text keys; false leaves out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    const slot = slots[name];
    if (typeof value === "function") element.addEventListener(name.slice(2), value as unknown as EventListener);
    else if (slot) bind(element, slot, value as TextKey);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child): child is Node | string => child instanceof Node || !!child));
  return element;
}

let ids = 0;

/** An id nobody else on the page has. */
export const freshId = (what: string): string => `${what}-${++ids}`;

/** Puts a text on the clipboard, also where the page is not a secure context. */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = h("textarea", { style: "position:fixed;opacity:0" });
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

/** Hands bytes to the browser's own download. */
export function saveBytes(name: string, bytes: BlobPart): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
