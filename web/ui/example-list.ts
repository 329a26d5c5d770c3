// SPDX-License-Identifier: MIT

import { h } from "./dom.ts";
import { ExampleGroup } from "./example-group.ts";
import { type Example, inLanguage } from "./examples.ts";
import { icon } from "./icons.ts";
import { onLanguage, t } from "./language.ts";
import { OwnList } from "./own-list.ts";
import { groupsOf } from "./protocols.ts";
import { keep, recall } from "./store.ts";

/** The examples to choose from, by protocol: a column where there is room, else a button that unfolds it. */
export class ExampleList {
  onChoose: (example: Example) => void = () => {};
  readonly element: HTMLElement;
  readonly own = new OwnList();
  readonly #filter = h("input", {
    type: "search",
    name: "filter",
    label: "examples.filter",
    hint: "examples.filter.hint",
    spellcheck: "false",
    autocomplete: "off",
  });
  readonly #found = h("p", { class: "found", role: "status" });
  readonly #list = h("ul", { class: "groups" });
  readonly #body = h(
    "div",
    { class: "examples-body", id: "examples" },
    this.own.element,
    h("h2", { class: "examples-title", text: "examples.title" }),
    h("div", { class: "find" }, this.#filter, this.#found),
    this.#list,
  );
  readonly #unfold = h("button", {
    class: "unfold",
    type: "button",
    "aria-expanded": "false",
    "aria-controls": "examples",
  });
  readonly #chosen = h("span", { class: "unfold-chosen" });
  readonly #open: Set<string>;
  #groups: ExampleGroup[] = [];
  #examples: Example[] = [];
  #current?: Example;

  constructor() {
    const remembered = recall("groups");
    this.#open = new Set(Array.isArray(remembered) ? remembered.map(String) : []);
    this.#unfold.append(h("span", { class: "unfold-title", text: "examples.title" }), this.#chosen, icon("down"));
    this.#unfold.onclick = () => this.#fold(this.element.dataset.open === "true");
    this.#filter.oninput = () => this.#draw();
    this.element = h("nav", { class: "examples", label: "examples.title" }, this.#unfold, this.#body);
    this.element.onkeydown = (event) => this.#onKey(event);
    onLanguage(() => this.#draw());
  }

  fill(examples: Example[]): void {
    this.#examples = examples;
    this.#draw();
  }

  /** Marks the example, or the program of the reader's own, that the active pane runs; unfolds its group. */
  mark(example: Example): void {
    this.own.mark(example.own && example);
    if (example.own) {
      this.#current = example;
      this.#showMark();
      return;
    }
    if (this.#current !== example) {
      this.#current = example;
      this.#remember(example.protocol, true);
      const group = this.#groups.find(({ name }) => name === example.protocol);
      if (group) group.open = true;
    }
    this.#showMark();
  }

  #showMark(): void {
    if (!this.#current) return;
    const kind = this.#current.own ? t("own.named") : this.#current.protocol;
    this.#chosen.textContent = `${kind} · ${inLanguage(this.#current.title)}`;
    for (const button of this.#list.querySelectorAll<HTMLButtonElement>(".example")) {
      if (this.#current.own || button.value !== this.#current.name) button.removeAttribute("aria-current");
      else if (!button.hasAttribute("aria-current")) {
        button.setAttribute("aria-current", "true");
        // The list is not on the page yet when the first example is marked.
        requestAnimationFrame(() => this.#bringIntoView(button));
      }
    }
  }

  /** Scrolls the column or the unfolded list, never the page. */
  #bringIntoView(button: HTMLElement): void {
    const scroller = this.element.dataset.open === "true" ? this.#body : this.element;
    const view = scroller.getBoundingClientRect();
    const { top, bottom } = button.getBoundingClientRect();
    if (top < view.top || bottom > view.bottom) scroller.scrollTop += (top + bottom - view.top - view.bottom) / 2;
  }

  #remember(name: string, open: boolean): void {
    if (open) this.#open.add(name);
    else this.#open.delete(name);
    keep("groups", [...this.#open]);
  }

  #draw(): void {
    const query = this.#filter.value.trim();
    const groups = groupsOf(this.#examples, query);
    this.#groups = groups.map((each) => {
      const group = new ExampleGroup(each, query !== "" || this.#open.has(each.protocol.name));
      group.onToggle = (open) => this.#remember(group.name, open);
      group.onChoose = (example) => {
        this.fold();
        this.onChoose(example);
      };
      return group;
    });
    this.#list.replaceChildren(...this.#groups.map((group) => group.element));
    this.#found.textContent = this.#foundText(query, groups.flatMap(({ examples }) => examples).length);
    this.#showMark();
  }

  #foundText(query: string, count: number): string {
    if (query === "") return "";
    if (count === 0) return t("examples.none", { query });
    return count === 1 ? t("examples.found.one") : t("examples.found", { count });
  }

  /** Folds the unfolded list of a small screen. */
  fold(): void {
    this.#fold(true);
  }

  #fold(fold: boolean): void {
    this.element.dataset.open = String(!fold);
    this.#unfold.setAttribute("aria-expanded", String(!fold));
    const current = this.#list.querySelector<HTMLElement>("[aria-current]");
    if (!fold && current) this.#bringIntoView(current);
  }

  #onKey(event: KeyboardEvent): void {
    const active = document.activeElement;
    if (event.key === "Escape") this.#leave(active);
    const inFilter = active === this.#filter;
    if (inFilter && event.key === "Enter") this.#list.querySelector<HTMLElement>(".example")?.click();
    if (inFilter ? event.key !== "ArrowDown" : !this.#list.contains(active)) return;
    const buttons = [...this.#list.querySelectorAll("button")].filter((button) => button.checkVisibility());
    const at = buttons.indexOf(active as HTMLButtonElement);
    if (at < 0 && !inFilter) return; // a link
    const steps: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 };
    const next = steps[event.key];
    if (next !== undefined) {
      event.preventDefault();
      if (next < 0) this.#filter.focus();
      else buttons[Math.min(next, buttons.length - 1)]?.focus();
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      this.#turn(active as HTMLButtonElement, event.key === "ArrowRight");
    }
  }

  /** Left folds the group that the reader is in, Right unfolds it. */
  #turn(active: HTMLButtonElement, open: boolean): void {
    const group = this.#groups.find((each) => each.element.contains(active));
    const head = group?.headOf(active);
    if (!group || !head || group.open === open) return;
    head.focus();
    head.click();
  }

  #leave(active: Element | null): void {
    if (active === this.#filter && this.#filter.value !== "") {
      this.#filter.value = "";
      this.#draw();
    } else if (this.element.dataset.open === "true") {
      this.#fold(true);
      this.#unfold.focus();
    }
  }
}
