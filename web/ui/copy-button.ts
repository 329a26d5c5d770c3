// SPDX-License-Identifier: MIT

import { copyText, h } from "./dom.ts";
import { icon } from "./icons.ts";
import { bind, type TextKey } from "./language.ts";

/** A button that copies a text and says so for a moment. */
export function copyButton(name: TextKey, text: () => string): HTMLButtonElement {
  const button = h("button", { class: "quiet icon-only", type: "button", label: name, tip: name }, icon("copy"));
  const show = (done: boolean): void => {
    button.replaceChildren(icon(done ? "done" : "copy"));
    bind(button, "title", done ? "run.copied" : name);
    bind(button, "label", done ? "run.copied" : name);
  };
  button.onclick = async () => {
    await copyText(text());
    show(true);
    setTimeout(() => show(false), 1500);
  };
  return button;
}
