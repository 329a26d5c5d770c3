// SPDX-License-Identifier: MIT
// Light or dark: as the system has it, or as the reader chose. public/early.js does the same before the first paint.

import { keep, recall } from "./store.ts";

export type ThemeChoice = "system" | "light" | "dark";
export type Theme = "light" | "dark";

const dark = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

export function themeChoice(): ThemeChoice {
  const chosen = recall("theme");
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

export function theme(): Theme {
  const choice = themeChoice();
  return choice === "system" ? (dark.matches ? "dark" : "light") : choice;
}

function show(): void {
  document.documentElement.dataset.theme = theme();
  for (const listener of listeners) listener();
}

export function chooseTheme(choice: ThemeChoice): void {
  keep("theme", choice === "system" ? undefined : choice);
  show();
}

const order: ThemeChoice[] = ["system", "light", "dark"];

/** The choice that the switch comes to next. */
export const nextTheme = (choice: ThemeChoice): ThemeChoice => order[(order.indexOf(choice) + 1) % 3] ?? "system";

/** Calls back after each change of theme; returns how to stop that. */
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function startTheme(): void {
  dark.addEventListener("change", show);
  show();
}
