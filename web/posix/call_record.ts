// SPDX-License-Identifier: MIT

/** One system call on a socket, as the wire view shows it. */
export interface CallRecord {
  name: string;
  args: (number | bigint)[];
  /** What it returned, or the name of its error. */
  result: number | string;
  /** Milliseconds on the program's monotonic clock. */
  start: number;
  end: number;
}

export type CallListener = ((record: CallRecord) => void) | null;

/** Nobody listens: calls are not even timed. */
export const silent: CallListener = null;
