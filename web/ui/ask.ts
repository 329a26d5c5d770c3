// SPDX-License-Identifier: MIT
// Small questions in a dialog: a name, or whether to go on.

import { freshId, h } from "./dom.ts";
import { type TextKey, t } from "./language.ts";

function dialog(name: string, ok: TextKey, ...parts: HTMLElement[]) {
  const cancel = h("button", { class: "quiet", type: "button", text: "ask.cancel" });
  const go = h("button", { class: "primary", type: "submit", text: ok });
  const form = h("form", {}, ...parts, h("div", { class: "dialog-actions dialog-foot" }, cancel, go));
  const element = h("dialog", { class: "ask", "aria-label": name }, form);
  cancel.onclick = () => element.close();
  document.body.append(element);
  return { element, form };
}

/** Shows a dialog until it is answered; the focus returns to where it was. */
function answered<T>(element: HTMLDialogElement, read: () => T): Promise<T> {
  element.showModal();
  return new Promise((resolve) => {
    element.onclose = () => {
      element.remove();
      resolve(read());
    };
  });
}

/** Asks for a text; null where the reader would rather not. `problem` names what is wrong with one. */
export async function askText(
  title: string,
  label: TextKey,
  value: string,
  problem: (value: string) => TextKey | undefined = () => undefined,
): Promise<string | null> {
  const input = h("input", {
    id: freshId("ask"),
    type: "text",
    name: "answer",
    autocomplete: "off",
    spellcheck: "false",
  });
  const wrong = h("p", { class: "problem", id: freshId("wrong"), role: "alert" });
  input.value = value;
  input.setAttribute("aria-describedby", wrong.id);
  const field = h("div", { class: "field" }, h("label", { for: input.id, text: label }), input);
  const { element, form } = dialog(title, "ask.ok", h("h2", {}, title), field, wrong);
  let given: string | null = null;
  form.onsubmit = (event) => {
    const key = problem(input.value.trim());
    event.preventDefault();
    wrong.textContent = key ? t(key) : "";
    if (key) return;
    given = input.value.trim();
    element.close();
  };
  queueMicrotask(() => input.setSelectionRange(0, value.includes(".") ? value.lastIndexOf(".") : value.length));
  return answered(element, () => given);
}

/** Asks before something that cannot be taken back. */
export async function askWhether(question: string, ok: TextKey): Promise<boolean> {
  const { element, form } = dialog(question, ok, h("p", {}, question));
  let yes = false;
  form.onsubmit = (event) => {
    event.preventDefault();
    yes = true;
    element.close();
  };
  return answered(element, () => yes);
}
