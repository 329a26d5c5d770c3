// SPDX-License-Identifier: MIT

import { type Conversation, type PacketRow, type Partners, packetText, type Wire } from "../wire/index.ts";
import { h } from "./dom.ts";
import { t } from "./language.ts";

/** More programs and hosts than this share the last lane. */
const MOST = 6;

/** The diagram's lifelines: each program, then each host beyond them in the order in which it was dialled. */
export class Lanes {
  readonly head = h("div", { class: "wire-lanes-head", "aria-hidden": "true" });
  /** The programs that the page shows, by what the wire calls them. */
  #programs: readonly { id: number; name: string }[] = [];
  /** Which of the page's programs a member of the tab's network is. */
  #members: ReadonlyMap<number, number> = new Map();
  /** Whose address it was, for packets to who has gone. */
  #owners = new Map<string, number>();
  #peers: string[] = [];
  #names: string[] = [];
  #partners?: Partners;

  /** Takes up programs and hosts that are new. */
  update(wire: Wire, programs: readonly { id: number; name: string }[], members: ReadonlyMap<number, number>): void {
    this.#programs = programs;
    this.#members = members;
    this.#partners = wire.partners;
    this.#owners = new Map();
    const peers = new Set<string>();
    for (const each of wire.conversations) {
      if (each.peer !== undefined && this.#partner(each) === undefined) peers.add(each.peer);
    }
    const ends = wire.packets.flatMap(({ packet }) => {
      const { from, to } = packetText(packet);
      return [[from, packet.programs[0]] as const, [to, packet.programs[1]] as const];
    });
    for (const [address, program] of ends) if (program !== null) this.#owners.set(address, program);
    for (const [address] of ends) if (this.#ours(this.#owners.get(address)) < 0) peers.add(address);
    this.#peers = [...peers];
    this.draw();
  }

  draw(): void {
    const programs = this.#programs.length === 1 ? [t("wire.program")] : this.#programs.map(({ name }) => name);
    const all = [...programs, ...this.#peers];
    const names = all.length > MOST ? [...all.slice(0, MOST - 1), t("wire.others")] : all;
    if (names.join("\n") === this.#names.join("\n")) return;
    this.#names = names;
    const width = `max-width:${Math.min(40, 96 / this.count)}%`;
    const lane = (text: string, at: number) =>
      h("span", { style: `left:${this.position(at)}%;${width}`, title: text }, text);
    this.head.replaceChildren(...names.map(lane));
  }

  /** How many lifelines there are. */
  get count(): number {
    return Math.max(2, this.#names.length);
  }

  /** Where a lane's line stands, in hundredths of the width: the outer ones near the edges, so that arrows are long. */
  position(lane: number): number {
    const edge = this.count > 3 ? 9 : 14;
    return edge + (lane * (100 - 2 * edge)) / (this.count - 1);
  }

  /** The lane of a program. */
  own(program: number): number {
    return this.#limited(Math.max(0, this.#ours(program)));
  }

  /** The lane at the other end of a socket; the program's own where there is none. */
  other(conversation: Conversation | undefined, program: number, address?: string): number {
    const partner = conversation && (this.#partner(conversation) ?? this.#programAt(address));
    if (partner !== undefined) return this.own(partner);
    return this.#peer(address ?? conversation?.peer) ?? this.own(program);
  }

  /** From which lane to which a packet goes. */
  course({ packet }: PacketRow): [from: number, to: number] {
    const { from, to } = packetText(packet);
    return [this.#end(from), this.#end(to)];
  }

  /** The vertical lines behind a row. */
  lines(): HTMLElement[] {
    return Array.from({ length: this.count }, (_, at) => h("i", { style: `left:${this.position(at)}%` }));
  }

  #ours(member: number | null | undefined): number {
    const id = this.#members.get(member ?? -1);
    return this.#programs.findIndex((each) => each.id === id);
  }

  #partner(conversation: Conversation): number | undefined {
    const partner = this.#partners?.of(conversation);
    return partner === undefined || this.#ours(partner) < 0 ? undefined : partner;
  }

  #programAt(address: string | undefined): number | undefined {
    const program = address === undefined ? undefined : this.#partners?.at(address);
    return program === undefined || this.#ours(program) < 0 ? undefined : program;
  }

  #end(address: string): number {
    const at = this.#ours(this.#owners.get(address));
    return at < 0 ? (this.#peer(address) ?? 0) : this.#limited(at);
  }

  #peer(address: string | undefined): number | undefined {
    const at = this.#peers.indexOf(address ?? "");
    return at < 0 ? undefined : this.#limited(this.#programs.length + at);
  }

  #limited(lane: number): number {
    return Math.min(lane, MOST - 1);
  }
}
