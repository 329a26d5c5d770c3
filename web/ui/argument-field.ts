// SPDX-License-Identifier: MIT

import type { Argument } from "./arguments.ts";
import { freshId, h } from "./dom.ts";
import { icon } from "./icons.ts";
import { bind, hasText, t } from "./language.ts";

/** Arguments that need little room, and those that want much. */
const widths: Record<string, readonly string[]> = {
  short: ["PORT", "COUNT", "LINES", "SECONDS", "SIZE", "NUMBER", "ARTICLE", "METHOD", "TYPE", "MODE"],
  long: ["HOST", "URL", "PATH", "SUBJECT", "TEXT", "BODY", "MESSAGE", "COMMAND", "QUERY", "SELECTOR"],
};
const numeric = ["PORT", "COUNT", "LINES", "SECONDS", "SIZE", "NUMBER", "ARTICLE"];

function widthOf({ name, repeated }: Argument): string {
  if (repeated) return "long";
  return Object.keys(widths).find((width) => widths[width]?.includes(name)) ?? "medium";
}

/** What the field of an argument is called; a word that no catalogue has is its own label: REST_AT gives "Rest at". */
export function argumentLabel({ name, repeated }: Argument): string {
  const key = `field.${name}`;
  const own = name.charAt(0) + name.slice(1).toLowerCase().replaceAll("_", " ");
  const label = hasText(key) ? t(key) : own;
  return repeated ? t("run.several", { label }) : label;
}

/** One argument of a program as a labelled field; a password is masked until the reader wants to see it. */
export class ArgumentField {
  onInput: () => void = () => {};
  /** A password was shown or masked. */
  onReveal: () => void = () => {};
  readonly element: HTMLElement;
  readonly argument: Argument;
  readonly #input: HTMLInputElement;
  readonly #label = h("label");
  readonly #reveal?: HTMLButtonElement;

  constructor(argument: Argument) {
    this.argument = argument;
    const secret = argument.name === "PASSWORD";
    const name = argument.name.toLowerCase();
    this.#input = h("input", {
      id: freshId(name),
      name,
      type: secret ? "password" : "text",
      inputmode: numeric.includes(argument.name) && !argument.repeated ? "numeric" : "text",
      spellcheck: "false",
      autocapitalize: "off",
      autocomplete: "off",
      placeholder: argument.optional ? undefined : "…",
    });
    this.#label.htmlFor = this.#input.id;
    this.#input.oninput = () => this.onInput();
    const holder = h("div", { class: "field-holder" }, this.#input);
    if (secret) {
      this.#reveal = h("button", { class: "quiet icon-only reveal", type: "button", "aria-controls": this.#input.id });
      this.#reveal.onclick = () => this.#show(this.masked);
      holder.append(this.#reveal);
      this.#show(false);
    }
    this.element = h("div", { class: `field field-${widthOf(argument)}` }, this.#label, holder);
    this.describe();
  }

  get value(): string {
    // A host or a port copied with a blank around it is still that; a password or a text may begin with one.
    const { value } = this.#input;
    return ["HOST", "PORT", "URL"].includes(this.argument.name) ? value.trim() : value;
  }

  set value(value: string) {
    if (this.value !== value) this.#input.value = value;
  }

  get masked(): boolean {
    return this.#input.type === "password";
  }

  focus(): void {
    this.#input.focus();
  }

  /** Writes the label in the reader's language. */
  describe(): void {
    this.#label.textContent = argumentLabel(this.argument);
    if (this.argument.repeated) this.#input.title = t("run.several.title");
  }

  #show(shown: boolean): void {
    if (!this.#reveal) return;
    this.#input.type = shown ? "text" : "password";
    this.#reveal.replaceChildren(icon(shown ? "hidden" : "seen"));
    const key = shown ? "run.hide" : "run.reveal";
    bind(this.#reveal, "label", key);
    bind(this.#reveal, "title", key);
    this.onReveal();
  }
}
