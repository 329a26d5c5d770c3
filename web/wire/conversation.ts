// SPDX-License-Identifier: MIT

import type { CallRecord } from "../posix/index.ts";

/** What one socket did, from socket() to its close: its peer, its counts, how it ended. */
export interface Conversation {
  id: number;
  fd: number;
  /** As it was dialled: "198.18.0.10:80". */
  peer?: string;
  local?: string;
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
  record: CallRecord;
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
export const isLoud = ({ record, direction }: Row): boolean =>
  direction !== undefined || ["getaddrinfo", "connect", "accept", "accept4", "shutdown", "close"].includes(record.name);

/** Follows descriptors from call to call. */
export class Sockets {
  readonly conversations: Conversation[] = [];
  readonly #open = new Map<number, Conversation>();

  /** Whose call it is; counts it there. */
  place(record: CallRecord, id: number): Row {
    const { name, args, result } = record;
    const worked = typeof result === "number" && result >= 0;
    if (name === "socket" && worked) this.#begin(result, record);
    const fd = name === "socket" ? result : args[0];
    const conversation = typeof fd === "number" ? this.#open.get(fd) : undefined;
    const direction = directionOf(name);
    const peeked = direction === "in" && String(args[2]).includes("MSG_PEEK");
    const size = direction && worked && !peeked ? result : 0;
    const row: Row = { id, record, direction, size };
    if (!conversation || name === "poll") return row;
    row.conversation = conversation;
    conversation.calls++;
    if (direction === "out") conversation.sent += size;
    else conversation.received += size;
    if (typeof result === "string" && BROKEN.has(result)) conversation.error = result;
    this.#follow(conversation, record, worked);
    return row;
  }

  #begin(fd: number, record: CallRecord): void {
    const id = this.conversations.length + 1;
    const conversation = { id, fd, sent: 0, received: 0, calls: 0, opened: record.start };
    this.conversations.push(conversation);
    this.#open.set(fd, conversation);
  }

  #follow(conversation: Conversation, { name, args, result, gave, end }: CallRecord, worked: boolean): void {
    if (name === "connect") conversation.peer = String(args[1]);
    if (name === "getsockname" && worked) conversation.local = gave;
    const copied = name === "dup" || (name === "fcntl" && String(args[1]).startsWith("F_DUPFD"));
    if (copied && worked) this.#open.set(result as number, conversation);
    if (name !== "close") return;
    this.#open.delete(args[0] as number);
    if (![...this.#open.values()].includes(conversation)) conversation.closed = end;
  }
}
