// SPDX-License-Identifier: MIT

import { freshId, h } from "./dom.ts";
import { type Example, inLanguage } from "./examples.ts";
import { icon } from "./icons.ts";
import { t } from "./language.ts";
import { type Group, type Protocol, portText, rfcUrl } from "./protocols.ts";

/** What there is to know of a protocol: its RFCs, one link each, and the practice hosts. */
export function protocolFacts({ rfcs, hosts }: Protocol): HTMLElement {
  const links = rfcs.map((rfc) => {
    const title = t("protocol.rfc.title", { rfc: String(rfc) });
    const text = t("protocol.rfc", { rfc: String(rfc) });
    return h("a", { href: rfcUrl(rfc), target: "_blank", rel: "noopener noreferrer", title }, text);
  });
  const names = hosts.length > 0 && h("span", {}, t("protocol.hosts", { hosts: hosts.join(", ") }));
  return h("p", { class: "facts" }, ...links, names);
}

/** One protocol in the list of examples: a heading that unfolds what it is for and its examples. */
export class ExampleGroup {
  /** The reader folds or unfolds it. */
  onToggle: (open: boolean) => void = () => {};
  onChoose: (example: Example) => void = () => {};
  readonly element: HTMLElement;
  readonly name: string;
  readonly #head: HTMLButtonElement;
  readonly #body: HTMLElement;

  constructor({ protocol, examples }: Group, open: boolean) {
    this.name = protocol.name;
    const purpose = protocol.purpose ? t(protocol.purpose) : "";
    const count = examples.length === 1 ? t("examples.count.one") : t("examples.count", { count: examples.length });
    const port = portText(protocol);
    this.#body = h(
      "div",
      { class: "group-body", id: freshId("group") },
      protocolFacts(protocol),
      h("ul", {}, ...examples.map((example) => this.#item(example))),
    );
    this.#head = h(
      "button",
      { class: "group-head", type: "button", "aria-controls": this.#body.id },
      icon("down"),
      h("span", { class: "group-name" }, protocol.name),
      h(
        "span",
        { class: "visually-hidden" },
        [port, count]
          .filter(Boolean)
          .map((each) => `, ${each}`)
          .join(""),
      ),
      port !== "" && h("span", { class: "group-port", title: port, "aria-hidden": "true" }, protocol.ports.join(", ")),
      h("span", { class: "group-count", "aria-hidden": "true" }, String(examples.length)),
    );
    this.#head.onclick = () => {
      this.open = !this.open;
      this.onToggle(this.open);
    };
    this.element = h(
      "li",
      { class: "group", "data-protocol": protocol.name },
      h("h3", {}, this.#head),
      purpose !== "" && h("p", { class: "group-purpose", id: freshId("purpose") }, purpose),
      this.#body,
    );
    const described = this.element.querySelector(".group-purpose");
    if (described) this.#head.setAttribute("aria-describedby", described.id);
    this.open = open;
  }

  get open(): boolean {
    return !this.#body.hidden;
  }

  set open(open: boolean) {
    this.#body.hidden = !open;
    this.#head.setAttribute("aria-expanded", String(open));
  }

  /** The heading that folds the group which this button is in, or undefined where it is not in this one. */
  headOf(button: Element): HTMLButtonElement | undefined {
    return this.element.contains(button) ? this.#head : undefined;
  }

  #item(example: Example): HTMLElement {
    const button = h(
      "button",
      { class: "example", type: "button", value: example.name, title: inLanguage(example.blurb) },
      h("span", { class: "example-title" }, inLanguage(example.title)),
      h("span", { class: "example-blurb", "aria-hidden": "true" }, inLanguage(example.blurb)),
    );
    button.onclick = () => this.onChoose(example);
    return h("li", {}, button);
  }
}
