// SPDX-License-Identifier: MIT

import type { Answer } from "./errno.ts";

/** One system call on a socket, as docs/trace.md describes it. */
export interface CallRecord {
  name: string;
  args: (number | string)[];
  /** What it returned, or the name of its error. */
  result: number | string;
  /** Milliseconds on the program's monotonic clock. */
  start: number;
  end: number;
  /** How much of that the program was suspended for. */
  blocked: number;
  /** What it gave back through its pointers, as text. */
  gave?: string;
  /** The first bytes that went through; `result` tells how many there were. */
  bytes?: Uint8Array;
  /** The socket's own address and its peer's, by calls that may have set them; for accept the new socket's. */
  ends?: Ends;
}

export interface Ends {
  local: string;
  peer: string | null;
}

export type CallListener = ((record: CallRecord) => void) | null;

/** Nobody listens: calls are not even timed. */
export const silent: CallListener = null;

/** A call in words, but for its times; `result` where it is not the answer itself. */
export type Told = Pick<CallRecord, "name" | "args" | "gave" | "bytes" | "ends"> & { result?: number | string };

/** Tells a call in words once its answer is there; null for a call that is not recorded. */
export type Description = ((answer: Answer) => Told) | null;
