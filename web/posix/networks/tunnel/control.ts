// SPDX-License-Identifier: MIT

/** A control message, docs/protocol.md; what each type has besides is told there. */
export type Control = Record<string, unknown> & { type: string };
