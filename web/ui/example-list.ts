// SPDX-License-Identifier: MIT

import { h } from "./dom.ts";
import { type Example, inLanguage } from "./examples.ts";
import { icon } from "./icons.ts";
import { onLanguage } from "./language.ts";

/** The examples to choose from: a column where there is room, else a button that unfolds it. */
export class ExampleList {
  onChoose: (example: Example) => void = () => {};
  readonly element: HTMLElement;
  readonly #list = h("ul", { id: "examples" });
  readonly #unfold = h("button", {
    class: "unfold",
    type: "button",
    "aria-expanded": "false",
    "aria-controls": "examples",
  });
  readonly #chosen = h("span");
  #examples: Example[] = [];
  #current?: Example;

  constructor() {
    this.#unfold.append(h("span", { class: "unfold-title", text: "examples.title" }), this.#chosen, icon("down"));
    this.#unfold.onclick = () => this.#fold(this.element.dataset.open === "true");
    this.element = h(
      "nav",
      { class: "examples", label: "examples.title" },
      h("h2", { class: "examples-title", text: "examples.title" }),
      this.#unfold,
      this.#list,
    );
    this.element.onkeydown = (event) => this.#onKey(event);
    onLanguage(() => this.#draw());
  }

  fill(examples: Example[]): void {
    this.#examples = examples;
    this.#draw();
  }

  /** Marks the example that the active program runs. */
  mark(example: Example): void {
    this.#current = example;
    this.#chosen.textContent = inLanguage(example.title);
    for (const button of this.#list.querySelectorAll("button")) {
      if (button.value === example.name) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  #draw(): void {
    this.#list.replaceChildren(...this.#examples.map((example) => this.#item(example)));
    if (this.#current) this.mark(this.#current);
  }

  #item(example: Example): HTMLElement {
    const button = h(
      "button",
      { type: "button", value: example.name },
      h("span", { class: "example-title" }, inLanguage(example.title)),
      h("span", { class: "example-blurb" }, inLanguage(example.blurb)),
    );
    button.onclick = () => {
      this.#fold(true);
      this.onChoose(example);
    };
    return h("li", {}, button);
  }

  #fold(fold: boolean): void {
    this.element.dataset.open = String(!fold);
    this.#unfold.setAttribute("aria-expanded", String(!fold));
  }

  #onKey(event: KeyboardEvent): void {
    const buttons = [...this.#list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (event.key === "Escape" && this.element.dataset.open === "true") {
      this.#fold(true);
      this.#unfold.focus();
    }
    if (at < 0) return;
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons[Math.max(0, Math.min(next, buttons.length - 1))]?.focus();
  }
}
