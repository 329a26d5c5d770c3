// SPDX-License-Identifier: MIT

import type { Changes } from "./changes.ts";
import type { Answer } from "./errno.ts";

/** The fields of struct stat that have a meaning here; times in milliseconds. */
export interface Status {
  mode: number;
  size: number;
  inode: number;
  modified: number;
  links: number;
}

/**
 * An open file description, as POSIX calls it: what descriptors point at, shared by those that dup made. No method
 * waits: EAGAIN means not yet, and `changed` tells when it is worth asking again.
 */
export interface OpenFile {
  readonly changed: Changes;
  /** O_ access mode and status flags. */
  flags: number;
  read(to: Uint8Array): Answer;
  write(from: Uint8Array): Answer;
  /** Bits of poll's revents, whatever was asked for. */
  readiness(): number;
  status(): Status;
  ioctl(request: number, argument: number): Answer;
  /** The last descriptor is gone. */
  release(): void;
  /** How long a read may block: milliseconds, undefined for ever; and what it answers then. */
  readonly readLimit?: number | undefined;
  readonly readLate?: () => Answer;
  readonly writeLimit?: number | undefined;
}

export const MODE = {
  TYPE: 0o170000,
  PIPE: 0o010000,
  TERMINAL: 0o020000,
  DIRECTORY: 0o040000,
  FILE: 0o100000,
  SOCKET: 0o140000,
} as const;
