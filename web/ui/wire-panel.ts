// SPDX-License-Identifier: MIT

import type { CallRecord } from "../run/index.ts";
import { asJson, asPcapng, asText, type Conversation, type Line, linesOf, Wire } from "../wire/index.ts";
import { freshId, h, saveBytes } from "./dom.ts";
import { icon } from "./icons.ts";
import { onLanguage, type TextKey, t } from "./language.ts";
import { menu } from "./menu.ts";
import { keep, recall } from "./store.ts";
import { detailsOf } from "./wire-details.ts";
import { Lanes } from "./wire-lanes.ts";
import { WireList } from "./wire-list.ts";

/** What a program does on its sockets, as it happens: a sequence diagram, and each call's bytes. */
export class WirePanel {
  readonly element: HTMLElement;
  /** Shows and hides the panel; the reader's choice is remembered. */
  readonly toggle = h("button", { class: "quiet wire-toggle", type: "button", tip: "wire.toggle" });
  readonly #wire = new Wire();
  readonly #lanes = new Lanes();
  readonly #list = new WireList(this.#lanes);
  readonly #details = h("div", {
    class: "wire-details",
    role: "region",
    tabindex: 0,
    label: "wire.details",
    hidden: true,
  });
  readonly #socket = h("select", { class: "wire-socket", label: "wire.socket" });
  readonly #text = h("input", { class: "wire-find", type: "search", label: "wire.find", hint: "wire.find" });
  readonly #follow = this.#switch("wire.follow");
  readonly #pause = this.#switch("wire.pause", "wire.pause.tip");
  readonly #counts = h("p", { class: "wire-counts" });
  readonly #stopWatching: () => void;
  #origin = 0;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawn = 0;

  constructor() {
    const id = freshId("wire-panel");
    const saving = [
      { text: "wire.save.text", act: () => this.#save("txt", asText(this.#wire)) },
      { text: "wire.save.json", act: () => this.#save("jsonl", asJson(this.#wire)) },
      { text: "wire.save.pcapng", act: () => this.#save("pcapng", asPcapng(this.#wire, this.#origin)) },
      { text: "wire.clear", act: () => this.clear() },
    ] as const;
    const bar = h("div", { class: "wire-bar" }, this.#socket, this.#text, this.#follow, this.#pause);
    bar.append(menu("wire.menu", saving));
    const head = h("div", { class: "wire-head" }, h("span"), this.#lanes.head, h("span"));
    this.element = h("section", { class: "wire", id, label: "wire.title" }, bar, head, this.#list.element);
    this.element.append(this.#details, this.#counts);
    this.toggle.append(icon("compare"), h("span", { text: "wire.title" }));
    this.toggle.setAttribute("aria-controls", id);
    this.toggle.onclick = () => {
      this.#open(this.element.hidden !== false);
      keep("wire", !this.element.hidden);
    };
    this.#list.onChoose = (line) => this.#describe(line);
    this.#list.onFollow = (on) => this.#follow.setAttribute("aria-pressed", String(on));
    this.#follow.onclick = () => {
      const on = flip(this.#follow);
      if (on) this.#list.choose(-1);
      this.#list.follow = on;
    };
    this.#pause.onclick = () => flip(this.#pause) || this.#soon();
    this.#socket.onchange = () => this.#filter();
    this.#text.oninput = () => this.#filter();
    this.#follow.setAttribute("aria-pressed", "true");
    this.#open(recall("wire") === true);
    this.#stopWatching = onLanguage(() => this.#again());
    this.#again();
  }

  /** Another program starts. */
  start(): void {
    this.#origin = Date.now();
    this.#wire.reset();
    this.#soon();
  }

  add(records: readonly CallRecord[]): void {
    this.#wire.add(records);
    this.#soon();
  }

  clear(): void {
    this.#wire.clear();
    this.#list.choose(-1);
    this.#draw();
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#stopWatching();
  }

  #open(on: boolean): void {
    this.element.hidden = !on;
    this.toggle.setAttribute("aria-expanded", String(on));
    this.#soon();
  }

  #switch(text: TextKey, tip?: TextKey): HTMLButtonElement {
    return h("button", { class: "chip", type: "button", "aria-pressed": "false", text, ...(tip ? { tip } : {}) });
  }

  /** Draws a few times a second at most, and only what is looked at: the program needs the processor more. */
  #soon(): void {
    if (this.#timer !== undefined || this.#frame || this.element.hidden) return;
    const rest = this.#drawn + PAUSE - performance.now();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#drawn = performance.now();
        if (this.#pause.getAttribute("aria-pressed") !== "true") this.#draw();
      });
    }, rest);
  }

  #filter(): void {
    this.#list.choose(-1);
    this.#draw();
  }

  #draw(): void {
    this.#lanes.update(this.#wire.conversations);
    this.#listSockets();
    const conversation = this.#wire.conversations[Number(this.#socket.value) - 1];
    this.#list.show(linesOf(this.#wire, { conversation, text: this.#text.value }), this.#wire.gap);
    const sum = (side: "sent" | "received") => this.#wire.conversations.reduce((all, each) => all + each[side], 0);
    const calls = this.#wire.calls;
    this.#counts.textContent =
      calls === 0 ? t("wire.empty") : t("wire.counts", { calls, sent: sum("sent"), received: sum("received") });
  }

  #again(): void {
    this.#socket.replaceChildren();
    this.#lanes.draw();
    this.#draw();
  }

  /** Offers the sockets; options that are there stay, so that an open choice is not disturbed. */
  #listSockets(): void {
    const conversations = this.#wire.conversations;
    const { options } = this.#socket;
    if (options.length > conversations.length + 1) this.#socket.replaceChildren();
    if (options.length === 0) this.#socket.append(h("option", { value: "0" }, t("wire.all")));
    conversations.slice(-MOST_SOCKETS).forEach((each) => {
      const known = options[each.id];
      if (!known) this.#socket.append(h("option", { value: String(each.id) }, socketName(each)));
      else if (known.text !== socketName(each)) known.text = socketName(each);
    });
  }

  #describe(line: Line | undefined): void {
    this.#details.hidden = !line;
    this.#details.replaceChildren(...(line ? detailsOf(line) : []));
  }

  #save(kind: string, content: BlobPart): void {
    saveBytes(`wire.${kind}`, content);
  }
}

const MOST_SOCKETS = 200;
/** Milliseconds between two drawings. */
const PAUSE = 200;

const socketName = ({ fd, peer }: Conversation): string => t("wire.socket.name", { fd, peer: peer ?? "…" });

/** Presses or releases a button; what it is then. */
function flip(button: HTMLElement): boolean {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  return on;
}
