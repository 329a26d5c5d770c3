// SPDX-License-Identifier: MIT

import type { CallRecord, PacketRecord } from "../run/index.ts";
import { asJson, asPcapng, asText, type Conversation, type Line, linesOf, Wire } from "../wire/index.ts";
import { freshId, h, saveBytes } from "./dom.ts";
import { icon } from "./icons.ts";
import { bind, onLanguage, type TextKey, t } from "./language.ts";
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
  /** What to show while there are packets: them and the calls, or one of both. */
  readonly #only = h("select", { class: "wire-only", label: "wire.only", hidden: true });
  readonly #counts = h("p", { class: "wire-counts" });
  readonly #stopWatching: () => void;
  /** Called when the reader wants to see or change the weather. */
  onWeather: () => void = () => {};
  readonly #weather = h("button", { class: "chip wire-weather", type: "button", tip: "weather.tip" });
  readonly #members = new Map<number, number>();
  #programs: readonly { id: number; name: string }[] = [];
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
    const bar = h("div", { class: "wire-bar" }, this.#socket, this.#only, this.#text, this.#follow, this.#pause);
    bar.append(this.#weather);
    this.#weather.append(icon("weather"), h("span"));
    this.#weather.onclick = () => this.onWeather();
    for (const kind of ["all", "calls", "packets"] as const) {
      this.#only.append(h("option", { value: kind, text: `wire.only.${kind}` }));
    }
    this.#only.onchange = () => this.#filter();
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

  /** Whether the panel is unfolded. */
  get isOpen(): boolean {
    return !this.element.hidden;
  }

  set weather(name: TextKey) {
    bind(this.#weather.lastElementChild as HTMLElement, "text", name);
  }

  /** The programs that have lanes, by the numbers of their panes. */
  set programs(programs: readonly { id: number; name: string }[]) {
    this.#programs = programs;
    this.#soon();
  }

  /** Forgets the programs that have run. */
  reset(): void {
    this.#wire.reset();
    this.#members.clear();
    this.#origin = 0;
    this.#soon();
  }

  /** A pane starts its program, which the tab's network calls `member`. */
  start(pane: number, member: number): void {
    this.#members.set(member, pane);
    this.#soon();
  }

  add(member: number, records: readonly CallRecord[], origin: number): void {
    this.#origin ||= origin;
    this.#wire.add(records, { program: member, origin });
    this.#soon();
  }

  addPackets(records: readonly PacketRecord[]): void {
    this.#wire.addPackets(records);
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
    this.#lanes.update(this.#wire, this.#programs, this.#members);
    this.#listSockets();
    this.#only.hidden = this.#wire.packets.length === 0;
    const conversation = this.#wire.conversations[Number(this.#socket.value) - 1];
    const kind = this.#only.hidden ? "all" : this.#only.value;
    const only = kind === "calls" || kind === "packets" ? ({ only: kind } as const) : {};
    this.#list.show(linesOf(this.#wire, { conversation, text: this.#text.value, ...only }), this.#wire.gap);
    const sum = (side: "sent" | "received") => this.#wire.conversations.reduce((all, each) => all + each[side], 0);
    const calls = this.#wire.calls;
    const packets = this.#wire.packets.length + this.#wire.morePackets;
    const told =
      calls === 0 ? t("wire.empty") : t("wire.counts", { calls, sent: sum("sent"), received: sum("received") });
    this.#counts.textContent = packets === 0 ? told : `${told} · ${this.#packetCounts(packets)}`;
  }

  #packetCounts(packets: number): string {
    const lost = this.#wire.packets.filter(({ packet }) => packet.lost).length;
    const counts = t("wire.packets", { packets, lost });
    return this.#wire.morePackets > 0
      ? `${counts} (${t("wire.packets.more", { more: this.#wire.morePackets })})`
      : counts;
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
      if (!known) this.#socket.append(h("option", { value: String(each.id) }, this.#socketName(each)));
      else if (known.text !== this.#socketName(each)) known.text = this.#socketName(each);
    });
  }

  #socketName({ fd, peer, local, program }: Conversation): string {
    const name = t("wire.socket.name", { fd, peer: peer ?? local ?? "…" });
    const pane = this.#programs.find(({ id }) => id === this.#members.get(program));
    return this.#programs.length > 1 && pane ? `${pane.name} · ${name}` : name;
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

/** Presses or releases a button; what it is then. */
function flip(button: HTMLElement): boolean {
  const on = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(on));
  return on;
}
