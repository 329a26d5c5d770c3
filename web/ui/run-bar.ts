// SPDX-License-Identifier: MIT

import { commandLine, type Fields, fromFields, type Slots, slotsOf, toFields } from "./arguments.ts";
import { copyButton } from "./copy-button.ts";
import { freshId, h } from "./dom.ts";
import type { Example } from "./examples.ts";
import { icon } from "./icons.ts";
import { onLanguage, type TextKey, t } from "./language.ts";
import { noticeId } from "./notices.ts";

/** What to run: host, port and arguments, Run and Stop, the targets one click away, and the same as a command. */
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
  readonly #inputs = {
    host: field("host", { inputmode: "url", placeholder: "www.test" }),
    port: field("port", { inputmode: "numeric", placeholder: "80" }),
    rest: field("arguments", {}),
  };
  readonly #labels: Record<keyof Fields, HTMLElement>;
  readonly #targets = h("div", { class: "targets", role: "group", label: "run.targets" });
  readonly #command = h("code");
  readonly #usage = h("span", { class: "usage" });
  readonly #stopWatching: () => void;
  #example?: Example;
  #slots: Slots = { host: true, port: true };

  constructor() {
    const { host, port, rest } = this.#inputs;
    this.#labels = {
      host: labelled("run.host", host, "field field-host"),
      port: labelled("run.port", port, "field field-port"),
      rest: labelled("run.arguments", rest, "field field-rest"),
    };
    for (const input of [host, port, rest]) input.oninput = () => this.#changed();
    this.runButton.append(h("span", { text: "run.run" }));
    this.stopButton.append(h("span", { text: "run.stop" }));
    this.stopButton.onclick = () => this.onStop();
    this.element = h(
      "form",
      { class: "run-bar", label: "pane.settings", autocomplete: "off" },
      h(
        "div",
        { class: "fields" },
        this.#labels.host,
        this.#labels.port,
        this.#labels.rest,
        h("div", { class: "actions" }, this.runButton, this.stopButton),
      ),
      h(
        "div",
        { class: "run-notes" },
        this.#targets,
        h(
          "div",
          { class: "command", role: "group", label: "run.command" },
          this.#command,
          copyButton("run.copy", () => this.#line()),
        ),
      ),
    );
    this.element.onsubmit = (event) => {
      event.preventDefault();
      if (!this.runButton.disabled) this.onRun();
    };
    this.#stopWatching = onLanguage(() => this.#describe());
  }

  get args(): string[] {
    const { host, port, rest } = this.#inputs;
    return fromFields(this.#slots, { host: host.value.trim(), port: port.value.trim(), rest: rest.value });
  }

  show(example: Example, args: readonly string[]): void {
    this.#example = example;
    this.#slots = slotsOf(example.usage);
    this.#labels.host.hidden = !this.#slots.host;
    this.#labels.port.hidden = !this.#slots.port;
    this.#fill(args);
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

  #fill(args: readonly string[]): void {
    const fields = toFields(this.#slots, args);
    for (const name of ["host", "port", "rest"] as const) this.#inputs[name].value = fields[name];
    this.#showCommand();
  }

  #changed(): void {
    this.#showCommand();
    this.onEdit();
  }

  #line(): string {
    return commandLine(this.#example?.name ?? "", this.args);
  }

  #showCommand(): void {
    this.#command.textContent = this.#line();
    const now = JSON.stringify(this.args);
    for (const target of this.#targets.querySelectorAll("button")) {
      target.setAttribute("aria-pressed", String(target.dataset.args === now));
    }
  }

  #describe(): void {
    if (!this.#example) return;
    const usage = t("run.usage", { usage: this.#example.usage });
    this.#usage.textContent = usage;
    this.#inputs.rest.title = usage;
    const targets = [this.#example.page, ...this.#example.also];
    this.#targets.hidden = targets.length < 2;
    this.#targets.replaceChildren(
      h("span", { class: "targets-title", text: "run.targets" }),
      ...targets.map((args) => this.#target(args)),
    );
    this.#showCommand();
  }

  #target(args: string[]): HTMLElement {
    const { host, port, rest } = toFields(this.#slots, args);
    const name = [port ? `${host}:${port}` : host, rest].filter(Boolean).join(" ");
    const button = h("button", { class: "chip", type: "button", "data-args": JSON.stringify(args) }, name || "–");
    button.onclick = () => {
      this.#fill(args);
      this.onEdit();
    };
    return button;
  }
}

function field(name: string, attributes: Record<string, string>): HTMLInputElement {
  return h("input", {
    id: freshId(name),
    name,
    type: "text",
    spellcheck: "false",
    autocapitalize: "off",
    ...attributes,
  });
}

function labelled(key: TextKey, input: HTMLInputElement, className: string): HTMLElement {
  return h("div", { class: className }, h("label", { for: input.id, text: key }), input);
}
