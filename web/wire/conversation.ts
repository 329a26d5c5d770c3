// SPDX-License-Identifier: MIT

import type { CallRecord } from "../posix/index.ts";

/** What one socket did, from socket() or accept() to its close: its addresses, its counts, how it ended. */
export interface Conversation {
  id: number;
  /** Whose socket it is. */
  program: number;
  fd: number;
  /** As it was dialled: "198.18.0.10:80". */
  peer?: string;
  local?: string;
  /** It came out of accept, and not of socket. */
  accepted: boolean;
  sent: number;
  received: number;
  calls: number;
  /** Milliseconds on the program's clock. */
  opened: number;
  closed?: number;
  /** The name of the error that broke it. */
  error?: string;
}

export type Direction = "out" | "in";

/** One call, placed: whose it was and what it moved. */
export interface Row {
  id: number;
  program: number;
  record: CallRecord;
  /** When it began and ended, in milliseconds on the clock that all programs share. */
  start: number;
  end: number;
  conversation?: Conversation;
  direction?: Direction;
  /** Bytes that went through. */
  size: number;
}

/** What was dropped between head and tail, of one conversation. */
export interface Gap {
  calls: number;
  sent: number;
  received: number;
}

const OUT = new Set(["send", "sendto", "sendmsg", "write", "writev"]);
const IN = new Set(["recv", "recvfrom", "recvmsg", "read", "readv"]);
const LOUD = new Set(["getaddrinfo", "connect", "listen", "accept", "accept4", "shutdown", "close"]);
const BROKEN = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "ECONNABORTED",
]);

export function directionOf(name: string): Direction | undefined {
  return OUT.has(name) ? "out" : IN.has(name) ? "in" : undefined;
}

/** Whether a call moves bytes or changes a connection; the others only ask or set something. */
export const isLoud = ({ record, direction }: Row): boolean => direction !== undefined || LOUD.has(record.name);

/** An address that says nothing: a socket's that has none. */
const isNowhere = (address: string): boolean => /:0$/.test(address);

/** Follows one program's descriptors from call to call. */
export class Sockets {
  readonly #open = new Map<number, Conversation>();

  constructor(
    private readonly program: number,
    /** Those of all programs. */
    private readonly conversations: Conversation[],
  ) {}

  /** Whose call it is; counts it there. `shift`: from the program's clock to the shared one. */
  place(record: CallRecord, id: number, shift: number): Row {
    const { name, args, result } = record;
    const worked = typeof result === "number" && result >= 0;
    if (name === "socket" && worked) this.#begin(result, record, false);
    const fd = name === "socket" ? result : args[0];
    const conversation = typeof fd === "number" ? this.#open.get(fd) : undefined;
    const direction = directionOf(name);
    const peeked = direction === "in" && String(args[2]).includes("MSG_PEEK");
    const size = direction && worked && !peeked ? result : 0;
    const { program } = this;
    const row: Row = { id, program, record, start: record.start + shift, end: record.end + shift, direction, size };
    if (!conversation || name === "poll") return row;
    row.conversation = conversation;
    conversation.calls++;
    if (direction === "out") conversation.sent += size;
    else conversation.received += size;
    if (typeof result === "string" && BROKEN.has(result)) conversation.error = result;
    this.#follow(conversation, record, worked);
    if (name.startsWith("accept") && worked) row.conversation = this.#begin(result, record, true);
    return row;
  }

  #begin(fd: number, record: CallRecord, accepted: boolean): Conversation {
    const { program } = this;
    const id = this.conversations.length + 1;
    const conversation = { id, program, fd, accepted, sent: 0, received: 0, calls: 0, opened: record.start };
    this.conversations.push(conversation);
    this.#open.set(fd, conversation);
    if (accepted) place(conversation, record);
    return conversation;
  }

  #follow(conversation: Conversation, record: CallRecord, worked: boolean): void {
    const { name, args, result, gave, end } = record;
    if (name === "connect") conversation.peer = String(args[1]);
    if (!name.startsWith("accept")) place(conversation, record);
    if (name === "getsockname" && worked) conversation.local = gave;
    const copied = name === "dup" || (name === "fcntl" && String(args[1]).startsWith("F_DUPFD"));
    if (copied && worked) this.#open.set(result as number, conversation);
    if (name !== "close") return;
    this.#open.delete(args[0] as number);
    if (![...this.#open.values()].includes(conversation)) conversation.closed = end;
  }
}

function place(conversation: Conversation, { name, ends }: CallRecord): void {
  if (!ends) return;
  if (!isNowhere(ends.local)) conversation.local = ends.local;
  // A datagram's sender is one of many.
  if (ends.peer !== null && name !== "recvfrom") conversation.peer ??= ends.peer;
}
