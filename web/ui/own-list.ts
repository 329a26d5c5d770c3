// SPDX-License-Identifier: MIT

import { h } from "./dom.ts";
import { type Example, inLanguage } from "./examples.ts";
import { icon } from "./icons.ts";

/** The reader's own programs, above the examples. */
export class OwnList {
  onChoose: (program: Example) => void = () => {};
  onNew: () => void = () => {};
  readonly element: HTMLElement;
  readonly #list = h("ul");
  #programs: readonly Example[] = [];
  #current?: Example;

  constructor() {
    const fresh = h("button", { class: "quiet small new-program", type: "button" }, icon("add"));
    fresh.append(h("span", { text: "own.new" }));
    fresh.onclick = () => this.onNew();
    this.element = h(
      "section",
      { class: "own-programs", label: "own.title" },
      h("header", {}, h("h2", { text: "own.title" }), fresh),
      this.#list,
    );
  }

  fill(programs: readonly Example[]): void {
    this.#programs = programs;
    const focused = this.#list.contains(document.activeElement) && (document.activeElement as HTMLButtonElement).value;
    this.#list.replaceChildren(...programs.map((program) => this.#item(program)));
    if (focused) this.#list.querySelector<HTMLElement>(`button[value="${focused}"]`)?.focus();
    this.mark(this.#current);
  }

  mark(program: Example | undefined): void {
    this.#current = program;
    for (const button of this.#list.querySelectorAll("button")) {
      const own = this.#programs.find((each) => each.own?.id === button.value);
      if (own === program) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
  }

  #item(program: Example): HTMLElement {
    const button = h("button", { class: "example own", type: "button", value: program.own?.id ?? "" });
    button.append(h("span", { class: "example-title" }, inLanguage(program.title)));
    button.onclick = () => this.onChoose(program);
    return h("li", {}, button);
  }
}
