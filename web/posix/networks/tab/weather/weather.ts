// SPDX-License-Identifier: MIT

/** What happens to packets on their way. All zero and not cut: they still travel as packets, and nothing happens to them. */
export interface Weather {
  /** One way, in milliseconds. */
  delay: number;
  /** Up to so many milliseconds more, for each packet anew. */
  jitter: number;
  /** The share of packets that are lost, 0 to 1. */
  loss: number;
  /** The share of packets that arrive twice. */
  duplication: number;
  /** The share of packets that take the long route, so that others overtake them. */
  reordering: number;
  /** Bits a second on each route and in each direction; 0 for no bound. */
  bandwidth: number;
  /** Nothing gets through. */
  cut: boolean;
}

/** Packets travel, and nothing happens to them. */
export const CLEAR: Weather = {
  delay: 0,
  jitter: 0,
  loss: 0,
  duplication: 0,
  reordering: 0,
  bandwidth: 0,
  cut: false,
};

/** How much longer the long route takes: so many milliseconds and times the delay. */
export const LONG_ROUTE = { more: 30, times: 2 } as const;
/** What waits for a route at most, in bytes; more is dropped. */
export const QUEUE = 128 * 1024;
