// SPDX-License-Identifier: MIT

import { Changes } from "./changes.ts";
import type { Answer, Reply } from "./errno.ts";
import type { Platform } from "./platform.ts";

/** How long a program may run without its event loop getting a turn, once it asks for what is not ready: ms. */
const BREATH = 1;
/** The same for a program that only makes calls which are ready: ms. */
const LONGEST = 4;

export interface Wait {
  /** Whose changes make another attempt worth while. */
  on: readonly Changes[];
  /** Milliseconds; undefined is for ever, 0 is not at all. */
  limit?: number | undefined;
  /** The answer when time is up. */
  late?: () => Answer;
  /** False where it may be over in the same turn of the event loop. */
  turns?: boolean;
}

/** Blocks a system call: the program's stack is suspended while a promise from here is pending. */
export class Waiting {
  private breathed = 0;

  constructor(
    private readonly platform: Platform,
    /** Changes when a signal arrives. */
    private readonly signals: Changes,
    private readonly signalled: () => boolean,
    /** The program goes on in another turn of the event loop. */
    private readonly resumed: () => void = () => {},
  ) {}

  /** Attempts until the answer is not EAGAIN, time is up, or a signal comes (EINTR). */
  until(wait: Wait, attempt: () => Answer): Reply {
    const first = attempt();
    if (first !== "EAGAIN") return first;
    const late = wait.late ?? (() => "EAGAIN" as const);
    if (wait.limit === 0) return this.breathe(() => (attempt as () => Answer)(), late);
    if (this.signalled()) return "EINTR";
    return new Promise((resolve) => {
      const ends: (() => void)[] = [];
      const finish = (answer: Answer) => {
        for (const end of ends) end();
        this.breathed = this.platform.monotonic();
        if (wait.turns !== false) this.resumed();
        resolve(answer);
      };
      const again = () => {
        let answer: Answer;
        try {
          answer = attempt();
        } catch {
          answer = "EFAULT";
        }
        if (answer !== "EAGAIN") finish(answer);
      };
      for (const changes of new Set(wait.on)) ends.push(changes.subscribe(again));
      ends.push(
        this.signals.subscribe(() => {
          if (this.signalled()) finish("EINTR");
        }),
      );
      if (wait.limit !== undefined) this.timer(wait.limit, ends, () => finish(late()));
    });
  }

  /** Timers of more than 24 days are cut into parts, since browsers take 32 bits. */
  private timer(milliseconds: number, ends: (() => void)[], callback: () => void): void {
    const part = Math.min(milliseconds, 2 ** 30);
    const rest = milliseconds - part;
    // Browsers round down: a sleep must never end early.
    ends.push(this.platform.after(Math.ceil(part), () => (rest > 0 ? this.timer(rest, ends, callback) : callback())));
  }

  /** Waits for an answer that will come by itself; `given` hears that time is up or a signal came first. */
  async kept(coming: Promise<Answer>, limit: number | undefined, given: () => void): Promise<Answer> {
    const changed = new Changes();
    let answer: Answer | null = null;
    void coming.then((come) => {
      answer = come;
      changed.notify();
    });
    const waited = await this.until({ on: [changed], limit, turns: false }, () => (answer === null ? "EAGAIN" : 0));
    if (answer !== null) return answer;
    given();
    return waited;
  }

  /** Lets the event loop run once before a program that polls hears "not ready", and asks once more. */
  breathe(attempt: () => Answer, late: () => Answer): Reply {
    const now = this.platform.monotonic();
    if (now - this.breathed < BREATH) return late();
    return new Promise((resolve) => {
      this.platform.task(() => {
        this.breathed = this.platform.monotonic();
        this.resumed();
        let answer: Answer;
        try {
          answer = attempt();
        } catch {
          answer = "EFAULT";
        }
        resolve(answer === "EAGAIN" ? late() : answer);
      });
    });
  }

  /** A program that never waits, but calls, still lets its events in now and then. */
  get breathless(): boolean {
    return this.platform.monotonic() - this.breathed >= LONGEST;
  }

  /** Gives up the processor for one turn of the event loop. */
  yield(): Promise<Answer> {
    return new Promise((resolve) => {
      this.platform.task(() => {
        this.breathed = this.platform.monotonic();
        this.resumed();
        resolve(0);
      });
    });
  }
}
