// SPDX-License-Identifier: MIT

import { O, POLL } from "../abi.ts";
import type { Answer, Errno, Reply } from "../errno.ts";
import type { Memory } from "../memory.ts";
import type { OpenFile } from "../open_file.ts";
import type { Process } from "../process.ts";
import { StreamSocket } from "../sockets/stream_socket.ts";

type Vectors = () => Uint8Array[];

const NOTHING = new Uint8Array(0);
/** Buffers that are written as one come to this at most; what is written is copied before the next call. */
const JOINED = 16384;
const SCRATCH = new Uint8Array(JOINED);
/** A read into several buffers goes through one of at most this size. */
const GATHERED = 1 << 20;

/** IOV_MAX of Linux, and the largest length a buffer may have. */
const MOST_VECTORS = 1024;
const LARGEST = 0x7fffffff;

/** What is wrong with an array of struct iovec, if anything. */
export function badVectors(memory: Memory, address: number, count: number, tooMany: Errno): Errno | null {
  if (count < 0 || count > MOST_VECTORS) return tooMany;
  const { view } = memory;
  for (let i = 0; i < count; i++) {
    if (view.getUint32((address >>> 0) + 8 * i + 4, true) > LARGEST) return "EINVAL";
  }
  return null;
}

/** A transfer that moved something before a signal or its time limit answers with how much. */
function orPartial(reply: Reply, done: () => number): Reply {
  if (typeof reply !== "object") return reply;
  return reply.then((answer) => (answer === "EINTR" && done() > 0 ? done() : answer));
}

/** What is left of the buffers after the first bytes. */
function restOf(vectors: readonly Uint8Array[], done: number): Uint8Array[] {
  const rest: Uint8Array[] = [];
  let skip = done;
  for (const vector of vectors) {
    if (skip < vector.length) rest.push(vector.subarray(skip));
    skip = Math.max(0, skip - vector.length);
  }
  return rest;
}

/** A head and a body are one message to a socket's network, where a message costs more than a copy. */
function joined(file: OpenFile, vectors: Uint8Array[]): Uint8Array[] {
  if (vectors.length < 2 || !(file instanceof StreamSocket)) return vectors;
  const size = total(vectors);
  if (size > JOINED) return vectors;
  const whole = SCRATCH.subarray(0, size);
  let at = 0;
  for (const vector of vectors) {
    whole.set(vector, at);
    at += vector.length;
  }
  return [whole];
}

/** Writes everything unless the file does not block. */
export function writeAll(process: Process, file: OpenFile, vectors: Vectors, dontWait = false): Reply {
  let done = 0;
  const attempt = (): Answer => {
    const rest = restOf(vectors(), done);
    for (const part of joined(file, rest)) {
      // An error that comes after the first bytes belongs to the next call.
      if (done > 0 && file.readiness() & POLL.ERR) return done;
      const answer = file.write(part);
      if (typeof answer === "string") return answer !== "EAGAIN" && done > 0 ? done : answer;
      done += answer;
      if (answer < part.length) return "EAGAIN";
    }
    return rest.length === 0 && done === 0 ? file.write(NOTHING) : done;
  };
  const limit = dontWait || file.flags & O.NONBLOCK ? 0 : file.writeLimit;
  const late = (): Answer => done || "EAGAIN";
  return orPartial(process.waiting.until({ on: [file.changed], limit, late }, attempt), () => done);
}

/** Copies one buffer into several. */
export function scatter(from: Uint8Array, vectors: readonly Uint8Array[]): void {
  let at = 0;
  for (const vector of vectors) {
    const part = from.subarray(at, at + vector.length);
    vector.set(part);
    at += part.length;
  }
}

export const total = (vectors: readonly Uint8Array[]): number =>
  vectors.reduce((sum, vector) => sum + vector.length, 0);

/**
 * One read, however many buffers it fills, by whatever reads into one. Where `left` tells how much more there is at once,
 * they are filled one by one.
 */
export function gather(vectors: Uint8Array[], read: (to: Uint8Array) => Answer, left?: () => number): Answer {
  const used = vectors.filter((vector) => vector.length > 0);
  const [first = NOTHING, ...others] = used;
  if (others.length === 0 || left) {
    let answer = read(first);
    if (typeof answer === "string") return answer;
    for (const vector of others) {
      if (!left?.()) break;
      answer += read(vector) as number;
    }
    return answer;
  }
  const whole = new Uint8Array(Math.min(GATHERED, total(used)));
  const answer = read(whole);
  if (typeof answer === "number") scatter(whole.subarray(0, answer), used);
  return answer;
}

/** Reads once, waiting for the first bytes unless the file does not block. */
export function readSome(process: Process, file: OpenFile, vectors: Vectors): Reply {
  const limit = file.flags & O.NONBLOCK ? 0 : file.readLimit;
  const late = file.flags & O.NONBLOCK ? undefined : file.readLate;
  const left = file instanceof StreamSocket ? () => file.available : undefined;
  return process.waiting.until({ on: [file.changed], limit, ...(late ? { late } : {}) }, () =>
    gather(vectors(), (to) => file.read(to), left),
  );
}
