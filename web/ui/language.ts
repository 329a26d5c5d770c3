// SPDX-License-Identifier: MIT
// The page's two languages. An element made with a text key follows the language by itself; what is computed
// (a status, a count) is written again by whoever listens with onLanguage.

import { keep, recall } from "./store.ts";
import { en, type TextKey } from "./texts/en.ts";
import { zh } from "./texts/zh.ts";

export type { TextKey };
export type Language = "en" | "zh";
export type Values = Record<string, string | number>;

const catalogues = { en, zh };
const tags = { en: "en", zh: "zh-Hans" };
const listeners = new Set<() => void>();
let current: Language = "en";

/** The language for these preferences, as the browser lists them: the first that we have, else English. */
export function pickLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    if (/^zh\b/i.test(tag)) return "zh";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "en";
}

export const language = (): Language => current;

/** A text in the current language, with {names} filled in and numbers formatted. */
export function t(key: TextKey, values: Values = {}): string {
  return fill(catalogues[current][key], values);
}

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? formatNumber(value) : value;
  });
}

/** A text in every language, for what is kept and shown later. */
export function inEvery(key: TextKey, values: (language: Language) => Values = () => ({})): Record<Language, string> {
  return { en: fill(en[key], values("en")), zh: fill(zh[key], values("zh")) };
}

/** Whether a text is in the catalogues: what an example brings along may have none. */
export const hasText = (key: string): key is TextKey => Object.hasOwn(en, key);

export function formatNumber(value: number, options?: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(tags[current], options).format(value);
}

export type Slot = "text" | "label" | "title" | "placeholder";
const attributes = { label: "aria-label", title: "title", placeholder: "placeholder" };

/** Gives an element a text that follows the language. */
export function bind(element: Element, slot: Slot, key: TextKey): void {
  element.setAttribute(`data-t-${slot}`, key);
  write(element, slot, key);
}

function write(element: Element, slot: Slot, key: TextKey): void {
  if (slot === "text") element.textContent = t(key);
  else element.setAttribute(attributes[slot], t(key));
}

/** Calls back after each change of language; returns how to stop that. */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Changes the language of everything on the page, and remembers it when the reader chose it. */
export function setLanguage(language: Language, remember = true): void {
  current = language;
  if (remember) keep("language", language);
  document.documentElement.lang = tags[language];
  for (const slot of ["text", "label", "title", "placeholder"] as const) {
    for (const element of document.querySelectorAll(`[data-t-${slot}]`)) {
      write(element, slot, element.getAttribute(`data-t-${slot}`) as TextKey);
    }
  }
  for (const listener of listeners) listener();
}

/** The reader's earlier choice, else what the browser prefers. */
export function startLanguage(): void {
  const chosen = recall("language");
  setLanguage(chosen === "en" || chosen === "zh" ? chosen : pickLanguage(navigator.languages), false);
}
