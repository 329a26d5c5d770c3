// SPDX-License-Identifier: MIT

import type { Reply } from "../errno.ts";

/** One function of the module "posix": what runs, and whether it may suspend the program. */
export interface Call {
  run: (...args: never[]) => Reply;
  waits: boolean;
}

export type Calls = Record<string, Call>;

/** A call that always answers at once. */
export const prompt = (run: Call["run"]): Call => ({ run, waits: false });

/** A call that may suspend the program. */
export const waits = (run: Call["run"]): Call => ({ run, waits: true });
