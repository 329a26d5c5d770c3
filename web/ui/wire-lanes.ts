// SPDX-License-Identifier: MIT

import type { Conversation } from "../wire/index.ts";
import { h } from "./dom.ts";
import { t } from "./language.ts";

/** More hosts than this share the last lane. */
const MOST = 4;
/** From the edge to the first and the last lane, in hundredths: half of a name. */
const EDGE = 14;

/** The diagram's lifelines: the program on the left, then each host in the order in which it was dialled. */
export class Lanes {
  readonly head = h("div", { class: "wire-lanes-head", "aria-hidden": "true" });
  #peers: string[] = [];

  /** Takes up hosts that are new; true when the lanes changed. */
  update(conversations: readonly Conversation[]): boolean {
    const peers = [...new Set(conversations.map(({ peer }) => peer).filter((peer) => peer !== undefined))];
    if (peers.join() === this.#peers.join()) return false;
    this.#peers = peers;
    this.draw();
    return true;
  }

  draw(): void {
    const names = this.#peers.length > MOST ? [...this.#peers.slice(0, MOST - 1), t("wire.others")] : this.#peers;
    const lane = (text: string, at: number) => h("span", { style: `left:${this.position(at)}%`, title: text }, text);
    this.head.replaceChildren(...[t("wire.program"), ...names].map(lane));
  }

  /** How many lifelines there are. */
  get count(): number {
    return Math.max(2, Math.min(this.#peers.length, MOST) + 1);
  }

  /** Where a lane's line stands, in hundredths of the width: the outer ones near the edges, so that arrows are long. */
  position(lane: number): number {
    return EDGE + (lane * (100 - 2 * EDGE)) / (this.count - 1);
  }

  laneOf(conversation: Conversation | undefined): number {
    const at = this.#peers.indexOf(conversation?.peer ?? "");
    return at < 0 ? 0 : Math.min(at + 1, MOST);
  }

  /** The vertical lines behind a row. */
  lines(): HTMLElement[] {
    return Array.from({ length: this.count }, (_, at) => h("i", { style: `left:${this.position(at)}%` }));
  }
}
