// SPDX-License-Identifier: MIT

import { beforeEach, expect, it } from "vitest";
import { Changes } from "../../../web/posix/changes.ts";
import type { Answer } from "../../../web/posix/errno.ts";
import { Waiting } from "../../../web/posix/waiting.ts";
import { ScriptedPlatform } from "./platform.ts";

let platform: ScriptedPlatform;
let waiting: Waiting;
let signals: Changes;
let pending: boolean;
let changes: Changes;
let answer: Answer;
let resumed: number;
const attempt = () => answer;

beforeEach(() => {
  platform = new ScriptedPlatform();
  signals = new Changes();
  changes = new Changes();
  pending = false;
  answer = "EAGAIN";
  resumed = 0;
  waiting = new Waiting(
    platform,
    signals,
    () => pending,
    () => resumed++,
  );
});

it("answers at once what is ready", () => {
  answer = 7;
  expect(waiting.until({ on: [changes] }, attempt)).toBe(7);
});

it("wakes when a change makes it ready, not before", async () => {
  const reply = waiting.until({ on: [changes] }, attempt);
  changes.notify();
  answer = 3;
  changes.notify();
  expect(await reply).toBe(3);
});

it("gives up when time is up, and never early", async () => {
  let done = false;
  const reply = Promise.resolve(waiting.until({ on: [changes], limit: 50.4, late: () => 0 }, attempt)).then((value) => {
    done = true;
    return value;
  });
  platform.advance(50);
  await Promise.resolve();
  expect(done).toBe(false);
  platform.advance(1);
  expect(await reply).toBe(0);
});

it("sleeps for longer than a browser's timer can", async () => {
  const day = 24 * 3600 * 1000;
  let done = false;
  void Promise.resolve(waiting.until({ on: [], limit: 30 * day, late: () => 0 }, attempt)).then(() => {
    done = true;
  });
  platform.advance(29 * day);
  await Promise.resolve();
  expect(done).toBe(false);
  platform.advance(2 * day);
  await Promise.resolve();
  await Promise.resolve();
  expect(done).toBe(true);
});

it("is interrupted by a signal, also by one that came before", async () => {
  const reply = waiting.until({ on: [changes] }, attempt);
  pending = true;
  signals.notify();
  expect(await reply).toBe("EINTR");
  expect(waiting.until({ on: [changes] }, attempt)).toBe("EINTR");
});

it("lets events in before it says not ready, at most once a millisecond", async () => {
  const first = waiting.until({ on: [changes], limit: 0 }, attempt);
  expect(platform.waitingTasks).toBe(1);
  answer = 5; // an event that was waiting
  platform.runTasks();
  expect(await first).toBe(5);
  answer = "EAGAIN";
  expect(waiting.until({ on: [changes], limit: 0 }, attempt)).toBe("EAGAIN");
  platform.advance(2);
  const later = waiting.until({ on: [changes], limit: 0 }, attempt);
  platform.runTasks();
  expect(await later).toBe("EAGAIN");
});

it("answers EFAULT when memory is gone by the time it is ready", async () => {
  const reply = waiting.until({ on: [changes] }, () => {
    if (answer === "EAGAIN") return answer;
    throw new RangeError();
  });
  answer = 1;
  changes.notify();
  expect(await reply).toBe("EFAULT");
});

it("counts a program's turns: those that an event began, not the microtasks that its calls end in", async () => {
  answer = 1;
  await waiting.until({ on: [changes] }, attempt);
  await waiting.kept(Promise.resolve(1), undefined, () => {});
  expect(resumed).toBe(0);
  answer = "EAGAIN";
  const woken = waiting.until({ on: [changes] }, attempt);
  answer = 1;
  changes.notify();
  await woken;
  expect(resumed).toBe(1);
  answer = "EAGAIN";
  const slept = waiting.until({ on: [], limit: 5, late: () => 0 }, attempt);
  platform.advance(5);
  await slept;
  expect(resumed).toBe(2);
  platform.advance(2);
  const breathed = waiting.until({ on: [changes], limit: 0 }, attempt);
  const yielded = waiting.yield();
  platform.runTasks();
  await Promise.all([breathed, yielded]);
  expect(resumed).toBe(4);
});
