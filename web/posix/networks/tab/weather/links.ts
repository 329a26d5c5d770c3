// SPDX-License-Identifier: MIT

import type { Route } from "./topology.ts";
import { CLEAR, LONG_ROUTE, QUEUE, type Weather } from "./weather.ts";

/** What moves a packet: the time, and chance. A test brings its own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back once; the result cancels. */
  after(milliseconds: number, callback: () => void): () => void;
  /** At least 0, below 1. */
  random(): number;
}

/** Why a packet never arrives: by chance, because it was chosen, the line is cut, or too much waited for the route. */
export type Loss = "loss" | "chosen" | "cut" | "queue";

/** How a packet fared. */
export interface Trip {
  route: Route;
  /** When it arrives: twice, if it was doubled, and never, if it was lost. Milliseconds since 1970. */
  arrivals: number[];
  lost: Loss | null;
}

interface Line {
  /** When what was sent before is on its way. */
  free: number;
  /** When the latest arrives: on one route none overtakes another. */
  last: number;
}

/** The lines between the hosts, and the weather over them. */
export class Links {
  weather: Weather = CLEAR;
  /** So many of the next packets that carry data are lost. */
  loseNext = 0;
  private readonly lines = new Map<string, Line>();

  constructor(private readonly clock: Clock) {}

  /** Sends so many bytes from one address to another; `arrive` is called once for each copy that arrives. */
  send(between: string, size: number, carriesData: boolean, arrive: () => void): Trip {
    const { random } = this.clock;
    const route: Route = random() < this.weather.reordering ? "long" : "short";
    const lost = this.fate(carriesData);
    if (lost) return { route, arrivals: [], lost };
    const copies = random() < this.weather.duplication ? 2 : 1;
    const arrivals: number[] = [];
    for (let copy = 0; copy < copies; copy++) {
      const time = this.arrival(`${between} ${route}`, size, route);
      if (time === null) break;
      arrivals.push(time);
      this.clock.after(time - this.clock.now(), arrive);
    }
    return { route, arrivals, lost: arrivals.length === 0 ? "queue" : null };
  }

  private fate(carriesData: boolean): Loss | null {
    if (this.weather.cut) return "cut";
    if (carriesData && this.loseNext > 0) {
      this.loseNext--;
      return "chosen";
    }
    return this.clock.random() < this.weather.loss ? "loss" : null;
  }

  /** When a packet arrives that is sent now; null where too many wait already. */
  private arrival(name: string, size: number, route: Route): number | null {
    const { delay, jitter, bandwidth } = this.weather;
    const now = this.clock.now();
    const line = this.lines.get(name) ?? { free: now, last: now };
    this.lines.set(name, line);
    const begin = Math.max(now, line.free);
    if (bandwidth > 0 && ((begin - now) * bandwidth) / 8000 > QUEUE) return null;
    line.free = begin + (bandwidth > 0 ? (size * 8000) / bandwidth : 0);
    const long = route === "long" ? LONG_ROUTE.more + delay * (LONG_ROUTE.times - 1) : 0;
    line.last = Math.max(line.last, line.free + delay + long + jitter * this.clock.random());
    return line.last;
  }
}
