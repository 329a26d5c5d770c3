// SPDX-License-Identifier: MIT

import { CLEAR, setWeather, type Weather } from "../run/index.ts";
import type { TextKey } from "./language.ts";

/** Kinds of weather to choose from; "off" is none at all: bytes go straight, and no packets are seen. */
export const KINDS = ["off", "clear", "rain", "storm", "modem", "cut"] as const;
export type Kind = (typeof KINDS)[number] | "own";

const presets: Record<(typeof KINDS)[number], Weather | null> = {
  off: null,
  clear: { ...CLEAR, delay: 20 },
  rain: { ...CLEAR, delay: 60, jitter: 40, loss: 0.05, duplication: 0.02, reordering: 0.1 },
  storm: { ...CLEAR, delay: 120, jitter: 100, loss: 0.25, duplication: 0.1, reordering: 0.3 },
  modem: { ...CLEAR, delay: 100, jitter: 20, bandwidth: 56_000 },
  cut: { ...CLEAR, delay: 20, cut: true },
};

/** The weather of the tab's network: one for the page, calm at the start of each visit. */
export class WeatherWatch {
  readonly #listeners = new Set<() => void>();
  #weather: Weather | null = null;

  get weather(): Weather | null {
    return this.#weather;
  }

  /** Which of the kinds it is; "own" where the reader has made one. */
  get kind(): Kind {
    const text = JSON.stringify(this.#weather);
    return KINDS.find((kind) => JSON.stringify(presets[kind]) === text) ?? "own";
  }

  get name(): TextKey {
    return `weather.${this.kind}`;
  }

  choose(kind: (typeof KINDS)[number]): void {
    this.#become(presets[kind]);
  }

  change(part: Partial<Weather>): void {
    this.#become({ ...(this.#weather ?? CLEAR), ...part });
  }

  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  #become(weather: Weather | null): void {
    this.#weather = weather && { ...weather };
    setWeather(this.#weather);
    for (const listener of this.#listeners) listener();
  }
}
