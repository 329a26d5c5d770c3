// SPDX-License-Identifier: MIT

import { sourcesOf } from "../projects/index.ts";
import { ArgumentField } from "./argument-field.ts";
import {
  choiceName,
  commandLine,
  fromFields,
  quoteArgument,
  sourceCommandLine,
  splitArguments,
  toFields,
  withoutSecrets,
} from "./arguments.ts";
import { copyButton } from "./copy-button.ts";
import { freshId, h } from "./dom.ts";
import type { Example } from "./examples.ts";
import { icon } from "./icons.ts";
import { onLanguage, t } from "./language.ts";
import { noticeId } from "./notices.ts";

const MASK = "•••";

/** What to run: a field for each argument, Run and Stop, the choices one click away, and the same as a command. */
export class RunBar {
  onRun: () => void = () => {};
  onStop: () => void = () => {};
  /** The reader changed what is to be run. */
  onEdit: () => void = () => {};

  readonly element: HTMLFormElement;
  readonly runButton = h("button", { class: "primary run", type: "submit", tip: "run.run.title" }, icon("run"));
  readonly stopButton = h(
    "button",
    { class: "stop", type: "button", tip: "run.stop.title", disabled: true },
    icon("stop"),
  );
  readonly #fieldRow = h("div", { class: "fields" });
  readonly #actions = h("div", { class: "actions" }, this.runButton, this.stopButton);
  readonly #reset = h("button", { class: "quiet small", type: "button", tip: "run.reset.title" }, icon("reset"));
  readonly #lineInput = h("input", {
    id: freshId("arguments"),
    name: "arguments",
    type: "text",
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
  });
  readonly #lineField = h(
    "div",
    { class: "field field-line", hidden: true },
    h("label", { for: this.#lineInput.id, text: "run.arguments" }),
    this.#lineInput,
  );
  readonly #lineButton = h("button", { class: "quiet small", type: "button", tip: "run.line.title" }, icon("line"));
  readonly #targets = h("div", { class: "targets", role: "group", label: "run.targets" });
  readonly #command = h("code");
  readonly #stopWatching: () => void;
  #fields: ArgumentField[] = [];
  #example?: Example;
  /** The truth that fields, line and command show. */
  #args: string[] = [];

  constructor() {
    this.runButton.append(h("span", { text: "run.run" }));
    this.stopButton.append(h("span", { text: "run.stop" }));
    this.stopButton.onclick = () => this.onStop();
    this.#reset.append(h("span", { text: "run.reset" }));
    this.#reset.onclick = () => this.#choose(this.#example?.page ?? []);
    this.#lineButton.append(h("span", { text: "run.line" }));
    this.#lineButton.setAttribute("aria-controls", this.#lineInput.id);
    this.#lineButton.onclick = () => this.#showLine(this.#lineField.hidden !== false);
    this.#lineInput.oninput = () => this.#take(splitArguments(this.#lineInput.value), this.#lineInput);
    this.#showLine(false);
    const command = h(
      "div",
      { class: "command", role: "group", label: "run.command" },
      this.#command,
      copyButton("run.copy", () => this.#commandFor(this.#args)),
    );
    this.element = h(
      "form",
      { class: "run-bar", label: "pane.settings", autocomplete: "off" },
      this.#fieldRow,
      this.#lineField,
      this.#targets,
      h("div", { class: "run-notes" }, this.#lineButton, this.#reset, command),
    );
    this.element.onsubmit = (event) => {
      event.preventDefault();
      if (!this.runButton.disabled) this.onRun();
    };
    this.#stopWatching = onLanguage(() => this.#describe());
  }

  get args(): string[] {
    return [...this.#args];
  }

  show(example: Example, args: readonly string[]): void {
    if (this.#example !== example) {
      // Without fields the line is all there is.
      if (example.arguments.length === 0) this.#showLine(true);
      else if (this.#example?.arguments.length === 0) this.#showLine(false);
      this.#fields = example.arguments.map((argument) => new ArgumentField(argument));
      for (const field of this.#fields) {
        field.onInput = () => this.#fromFields(field);
        field.onReveal = () => this.#showCommand();
      }
      this.#fieldRow.replaceChildren(...this.#fields.map((field) => field.element), this.#actions);
    }
    this.#example = example;
    this.#lineButton.hidden = example.arguments.length === 0;
    this.#take(args);
    this.#describe();
  }

  /** For a browser that cannot run programs: the notice on the page says why. */
  forbid(): void {
    this.runButton.disabled = true;
    this.runButton.setAttribute("aria-describedby", noticeId);
  }

  setRunning(running: boolean): void {
    this.runButton.disabled = running;
    this.stopButton.disabled = !running;
  }

  dispose(): void {
    this.#stopWatching();
  }

  /** Arguments from outside, or from the place where the reader types; all other places follow. */
  #take(args: readonly string[], from?: HTMLInputElement | ArgumentField): void {
    this.#args = [...args];
    const named = this.#example?.arguments ?? [];
    const { values, extra } = toFields(named, args);
    if (!(from instanceof ArgumentField)) {
      this.#fields.forEach((field, at) => {
        field.value = values[at] ?? "";
      });
    }
    if (from !== this.#lineInput) this.#lineInput.value = args.map(quoteArgument).join(" ");
    if (extra.length > 0) this.#showLine(true);
    this.#showCommand();
    if (from) this.onEdit();
  }

  #fromFields(field: ArgumentField): void {
    const named = this.#example?.arguments ?? [];
    const { extra } = toFields(named, this.#args);
    this.#take(fromFields(named, { values: this.#fields.map(({ value }) => value), extra }), field);
  }

  #choose(args: readonly string[]): void {
    const focus = document.activeElement === this.#reset;
    this.#take(args);
    if (focus) this.#fields[0]?.focus();
    this.onEdit();
  }

  #showLine(shown: boolean): void {
    this.#lineField.hidden = !shown;
    this.#lineButton.setAttribute("aria-expanded", String(shown));
  }

  #showCommand(): void {
    const named = this.#example?.arguments ?? [];
    const masked = this.#fields.some((field) => field.masked);
    const shown = masked ? withoutSecrets(named, this.#args, MASK) : this.#args;
    this.#command.textContent = this.#commandFor(shown).replace(`'${MASK}'`, MASK);
    const now = JSON.stringify(this.#args);
    this.#reset.hidden = now === JSON.stringify(this.#example?.page ?? []);
    for (const target of this.#targets.querySelectorAll("button")) {
      target.setAttribute("aria-pressed", String(target.dataset.args === now));
    }
  }

  #commandFor(args: readonly string[]): string {
    const { own, name = "" } = this.#example ?? {};
    if (!own) return commandLine(name, args);
    return sourceCommandLine(
      sourcesOf(own.files).map((file) => file.name),
      args,
    );
  }

  #describe(): void {
    if (!this.#example) return;
    for (const field of this.#fields) field.describe();
    this.#lineInput.title = t("run.usage", { usage: this.#example.usage });
    const targets = [this.#example.page, ...this.#example.also];
    this.#targets.hidden = targets.length < 2;
    this.#targets.replaceChildren(
      h("span", { class: "targets-title", text: "run.targets" }),
      ...targets.map((args) => this.#target(args)),
    );
    this.#showCommand();
  }

  #target(args: string[]): HTMLElement {
    const name = choiceName(this.#example?.arguments ?? [], args) || "–";
    const button = h("button", { class: "chip", type: "button", "data-args": JSON.stringify(args), title: name }, name);
    button.onclick = () => this.#choose(args);
    return button;
  }
}
