// SPDX-License-Identifier: MIT

import type { GatewayConfig } from "../run/index.ts";
import {
  configOf,
  enter,
  type GatewayChoice,
  type GatewayState,
  keepChoice,
  keepPractice,
  loadSiteConfig,
  type PracticeChoice,
  probe,
  recallChoice,
  recallPractice,
  takeToken,
} from "./gateway.ts";

/** The gateway in use and what is known of it: one for the page, whoever shows or needs it. */
export class GatewayWatch {
  onChange: () => void = () => {};
  state: GatewayState = "checking";
  choice: GatewayChoice = recallChoice();
  practice: PracticeChoice | undefined = recallPractice();
  site: GatewayConfig = { gateway: null, kind: "porthole" };
  readonly #loaded: Promise<void>;
  #asked = 0;

  constructor() {
    const token = takeToken();
    const entered = token ? enter(token) : Promise.resolve(true);
    this.#loaded = Promise.all([loadSiteConfig(), entered]).then(([site]) => {
      this.site = site;
    });
  }

  get config(): GatewayConfig {
    return configOf(this.choice, this.site, this.practice);
  }

  /** The configuration, once porthole.json has been read. */
  async known(): Promise<GatewayConfig> {
    await this.#loaded;
    return this.config;
  }

  /** Asks the gateway again; the latest question's answer counts. */
  async check(): Promise<GatewayState> {
    const asked = ++this.#asked;
    const config = await this.known();
    this.#become("checking");
    const state = await probe(config);
    if (asked === this.#asked) this.#become(state);
    return state;
  }

  choose(choice: GatewayChoice, practice: PracticeChoice): void {
    this.choice = choice;
    this.practice = practice;
    keepChoice(choice);
    keepPractice(practice);
    void this.check();
  }

  #become(state: GatewayState): void {
    this.state = state;
    this.onChange();
  }
}
