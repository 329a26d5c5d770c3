// SPDX-License-Identifier: MIT

import type { Gap, Line } from "../wire/index.ts";
import { freshId, h } from "./dom.ts";
import type { Lanes } from "./wire-lanes.ts";
import { lineCells, sentence } from "./wire-row.ts";

/** A line's height, as in wire.css. */
const HEIGHT = 30;
const BEYOND = 6;
/** Pixels that a hand may move while it clicks. */
const STILL = 5;

/** The diagram's lines, of which only those in sight exist. One is chosen; arrow keys move, the list has the focus. */
export class WireList {
  onChoose: (line: Line | undefined) => void = () => {};
  /** The reader scrolled away from the end, or back to it. */
  onFollow: (on: boolean) => void = () => {};
  readonly element = h("div", { class: "wire-list", role: "listbox", tabindex: 0, label: "wire.list" });
  readonly #lanes: Lanes;
  readonly #space = h("div", { class: "wire-space", role: "presentation" });
  readonly #id = freshId("wire");
  #lines: readonly Line[] = [];
  #gap: Gap = { calls: 0, sent: 0, received: 0 };
  #chosen = -1;
  /** Where the button went down: the line, and the place. */
  #pressed: { at: number; x: number; y: number } | null = null;
  #follow = true;

  constructor(lanes: Lanes) {
    this.#lanes = lanes;
    this.element.append(this.#space);
    this.element.onscroll = () => this.#scrolled();
    this.element.onkeydown = (event) => this.#onKey(event);
    this.#space.onclick = (event) => {
      const row = (event.target as Element).closest<HTMLElement>("[role=option]");
      if (row) this.choose(Number(row.dataset.at));
    };
    // A line that is drawn anew while the button is down gets no click: so what was pressed is chosen when it is let go.
    this.#space.onpointerdown = (event) => {
      this.#pressed =
        event.button === 0 ? { at: this.#lineAt(event.clientY), x: event.clientX, y: event.clientY } : null;
    };
    this.#space.onpointerup = (event) => {
      const pressed = this.#pressed;
      this.#pressed = null;
      if (!pressed || Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > STILL) return;
      if (pressed.at < this.#lines.length) this.choose(pressed.at);
    };
    new ResizeObserver(() => this.draw()).observe(this.element);
  }

  set follow(on: boolean) {
    this.#follow = on;
    if (on) this.#toEnd();
  }

  show(lines: readonly Line[], gap: Gap): void {
    this.#lines = lines;
    this.#gap = gap;
    this.#space.style.height = `${lines.length * HEIGHT}px`;
    if (this.#chosen >= lines.length) this.choose(-1);
    if (this.#follow) this.#toEnd();
    this.draw();
  }

  /** Shows a call's details and stays with it; -1 lets go of the chosen one. */
  choose(at: number): void {
    this.#chosen = at;
    if (at >= 0 && this.#follow) {
      this.#follow = false;
      this.onFollow(false);
    }
    this.onChoose(this.#lines[at]);
    if (at >= 0) this.#toSight(at);
    this.draw();
  }

  draw(): void {
    const { scrollTop, clientHeight } = this.element;
    if (clientHeight === 0) return;
    const first = Math.max(0, Math.floor(scrollTop / HEIGHT) - BEYOND);
    const last = Math.min(this.#lines.length, Math.ceil((scrollTop + clientHeight) / HEIGHT) + BEYOND);
    const rows = [];
    for (let at = first; at < last; at++) rows.push(this.#row(at));
    // Out of sight, the chosen one is still what a screen reader is told of.
    if (this.#chosen >= 0 && (this.#chosen < first || this.#chosen >= last)) rows.push(this.#row(this.#chosen));
    this.#space.replaceChildren(...rows);
    if (this.#chosen < 0) this.element.removeAttribute("aria-activedescendant");
    else this.element.setAttribute("aria-activedescendant", `${this.#id}-${this.#chosen}`);
  }

  #row(at: number): HTMLElement {
    const line = this.#lines[at] as Line;
    const row = h("div", {
      class: "wire-row",
      role: "option",
      id: `${this.#id}-${at}`,
      "data-at": at,
      style: `top:${at * HEIGHT}px`,
      "aria-selected": String(at === this.#chosen),
      "aria-setsize": this.#lines.length,
      "aria-posinset": at + 1,
    });
    const cells = h("span", { class: "wire-cells", "aria-hidden": "true" }, ...lineCells(line, this.#lanes, this.#gap));
    row.append(h("span", { class: "visually-hidden" }, sentence(line, this.#gap)), cells);
    return row;
  }

  #onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.element.clientHeight / HEIGHT) - 1);
    const last = this.#lines.length - 1;
    const to: Record<string, number> = {
      ArrowDown: this.#chosen + 1,
      ArrowUp: this.#chosen - 1,
      PageDown: this.#chosen + page,
      PageUp: this.#chosen - page,
      Home: 0,
      End: last,
    };
    const next = to[event.key];
    if (next === undefined || last < 0) return;
    event.preventDefault();
    this.choose(Math.min(Math.max(next, 0), last));
  }

  #lineAt(y: number): number {
    return Math.floor((y - this.#space.getBoundingClientRect().top) / HEIGHT);
  }

  #toSight(at: number): void {
    const { scrollTop, clientHeight } = this.element;
    if (at * HEIGHT < scrollTop) this.element.scrollTop = at * HEIGHT;
    if ((at + 1) * HEIGHT > scrollTop + clientHeight) this.element.scrollTop = (at + 1) * HEIGHT - clientHeight;
  }

  #toEnd(): void {
    this.element.scrollTop = this.element.scrollHeight;
  }

  #scrolled(): void {
    const { scrollTop, clientHeight, scrollHeight } = this.element;
    const atEnd = this.#chosen < 0 && scrollTop + clientHeight >= scrollHeight - HEIGHT;
    if (atEnd !== this.#follow) {
      this.#follow = atEnd;
      this.onFollow(atEnd);
    }
    this.draw();
  }
}
