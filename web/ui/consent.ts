// SPDX-License-Identifier: MIT

import type { Target } from "../run/index.ts";
import { h } from "./dom.ts";
import type { Example } from "./examples.ts";
import { onLanguage, t } from "./language.ts";

interface Question {
  target: Target;
  answer: (allowed: boolean) => void;
}

/** What the reader said of each host and port, for each program, in this visit. */
const said = new WeakMap<Example, Map<string, boolean>>();

/** "www.test (198.18.0.10), port 80" */
function nameOf({ host, address, port }: Target): string {
  return t("consent.target", { host: host ? `${host} (${address})` : address, port: String(port) });
}

/**
 * Asks whether a program that came from a link may reach a host. It takes no focus: a key that was meant for the program
 * must not answer.
 */
export class Consent {
  readonly #text = h("p", { class: "consent-text" });
  readonly #allow = h("button", { class: "primary", type: "button", text: "consent.allow" });
  readonly #refuse = h("button", { class: "quiet", type: "button", text: "consent.refuse" });
  readonly element = h("div", { class: "consent", role: "alert", hidden: true }, this.#text);
  readonly #stopWatching: () => void;
  #waiting: Question[] = [];

  constructor() {
    this.element.append(h("div", { class: "consent-answers" }, this.#allow, this.#refuse));
    this.#allow.onclick = () => this.#answer(true);
    this.#refuse.onclick = () => this.#answer(false);
    this.#stopWatching = onLanguage(() => this.#show());
  }

  /** The answer for this program and target: the one that was given before, or the reader's. */
  async ask(program: Example, target: Target): Promise<boolean> {
    const answers = said.get(program) ?? new Map<string, boolean>();
    said.set(program, answers);
    const key = `${target.publish ? "at" : "to"} ${target.address} ${target.port}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const allowed = await new Promise<boolean>((answer) => {
      this.#waiting.push({ target, answer });
      this.#show();
    });
    answers.set(key, allowed);
    return allowed;
  }

  /** The program has gone: its questions go with it, unanswered. */
  dismiss(): void {
    this.#waiting = [];
    this.#show();
  }

  dispose(): void {
    this.#stopWatching();
  }

  #answer(allowed: boolean): void {
    const question = this.#waiting.shift();
    this.#show();
    question?.answer(allowed);
  }

  #show(): void {
    const [question] = this.#waiting;
    this.element.hidden = !question;
    if (!question) return;
    const { target } = question;
    const text = target.publish
      ? t("consent.publish", { port: String(target.port) })
      : t("consent.question", { target: nameOf(target) });
    if (this.#text.textContent !== text) this.#text.textContent = text;
  }
}
