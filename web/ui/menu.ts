// SPDX-License-Identifier: MIT

import { h } from "./dom.ts";
import { icon } from "./icons.ts";
import type { TextKey } from "./language.ts";

export interface MenuItem {
  text: TextKey;
  act: () => void;
  /** Whether it can be done now; asked when the menu opens. */
  when?: () => boolean;
}

/** A button that unfolds a few more: Escape, a click elsewhere and each of them fold it again. */
export function menu(name: TextKey, items: readonly MenuItem[]): HTMLElement {
  const list = h("div", { class: "menu-items" });
  const summary = h("summary", { class: "quiet icon-only", label: name, tip: name }, icon("more"));
  const element = h("details", { class: "menu" }, summary, list);
  const fold = (): void => {
    element.open = false;
  };
  const buttons = items.map(({ text, act }) => {
    const button = h("button", { class: "quiet", type: "button", text });
    button.onclick = () => {
      fold();
      summary.focus();
      act();
    };
    return button;
  });
  list.append(...buttons);
  element.ontoggle = () => {
    buttons.forEach((button, at) => {
      button.disabled = items[at]?.when?.() === false;
    });
  };
  element.onkeydown = (event) => {
    if (event.key === "Escape" && element.open) {
      fold();
      summary.focus();
    }
  };
  addEventListener("pointerdown", (event) => !element.contains(event.target as Node) && fold());
  element.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !element.contains(event.relatedTarget as Node)) fold();
  });
  return element;
}
