// SPDX-License-Identifier: MIT

import { beforeEach, describe, expect, it } from "vitest";
import { FREE, HELLO, Program } from "../program.ts";

const VECTORS = 1024;

let program: Program;
let fd: number;
let socket: number;

async function connect(credit = 1 << 20): Promise<void> {
  program = new Program({ ...HELLO, credit });
  ({ fd, socket } = await program.connected());
  // What is sent in another turn than the last goes at once.
  program.channel.tell({ type: "credit", socket: 999, bytes: 1 });
}

const sizes = () => program.channel.frames.map((frame) => frame.length - 4);
const bytes = () => program.channel.frames.flatMap((frame) => [...frame.subarray(4)]);

describe("a write of several buffers", () => {
  beforeEach(() => connect());

  it("is one message, whatever is empty", async () => {
    expect(await program.call("writev", fd, ...program.vectors(VECTORS, 10, 0, 20))).toBe(30);
    expect(sizes()).toEqual([30]);
    expect(bytes()).toEqual([...Array(10).fill(1), ...Array(20).fill(3)]);
  });

  it("is as many as before where it is large", async () => {
    expect(await program.call("writev", fd, ...program.vectors(VECTORS, 16384, 1))).toBe(16385);
    program.platform.runTasks();
    expect(sizes()).toEqual([16384, 1]);
  });

  it("of nothing at all writes nothing", async () => {
    expect(await program.call("writev", fd, ...program.vectors(VECTORS, 0, 0))).toBe(0);
    expect(sizes()).toEqual([]);
  });
});

it("a write that finds less credit goes on where it stopped", async () => {
  await connect(15);
  const writing = program.start("writev", fd, ...program.vectors(VECTORS, 10, 10, 10));
  expect(await program.end(writing)).toBe("waits");
  program.channel.tell({ type: "credit", socket, bytes: 7 });
  expect(await program.end(writing)).toBe("waits");
  program.channel.tell({ type: "credit", socket, bytes: 100 });
  expect(await program.end(writing)).toBe(30);
  expect(bytes()).toEqual([...Array(10).fill(1), ...Array(10).fill(2), ...Array(10).fill(3)]);
});

it("a write that a reset cuts short answers what it wrote, and the next one tells why", async () => {
  await connect(15);
  const writing = program.start("writev", fd, ...program.vectors(VECTORS, 10, 10));
  expect(await program.end(writing)).toBe("waits");
  program.channel.tell({ type: "reset", socket, error: "ECONNRESET" });
  expect(await program.end(writing)).toBe(15);
  expect(await program.call("writev", fd, ...program.vectors(FREE, 1))).toBe("ECONNRESET");
});

describe("a read into several buffers", () => {
  beforeEach(() => connect());

  const filled = (size: number) => [...new Uint8Array(program.memory.buffer, VECTORS + 8 * 3, size)];
  const MESSAGE = 512;
  /** A recvmsg into these buffers. */
  const receive = (flags: number, ...sizes: number[]) => {
    const [at, count] = program.vectors(VECTORS, ...sizes);
    program.view.setUint32(MESSAGE + 8, at, true);
    program.view.setUint32(MESSAGE + 12, count, true);
    return program.call("recvmsg", fd, MESSAGE, flags);
  };

  it("fills one after the other with what is there", async () => {
    program.channel.bytes(socket, Uint8Array.of(10, 11, 12, 13, 14));
    expect(await program.call("readv", fd, ...program.vectors(VECTORS, 2, 0, 6))).toBe(5);
    expect(filled(8)).toEqual([10, 11, 12, 13, 14, 3, 3, 3]);
  });

  it("takes no more than they hold", async () => {
    program.channel.bytes(socket, Uint8Array.of(10, 11, 12, 13, 14));
    expect(await program.call("readv", fd, ...program.vectors(VECTORS, 1, 1, 1))).toBe(3);
    expect(await program.call("readv", fd, ...program.vectors(VECTORS, 1, 1, 1))).toBe(2);
    expect(filled(3)).toEqual([13, 14, 3]);
  });

  it("answers what came before a reset, and tells of that the next time", async () => {
    program.channel.bytes(socket, Uint8Array.of(10, 11));
    program.channel.tell({ type: "reset", socket, error: "ECONNRESET" });
    expect(await program.call("readv", fd, ...program.vectors(VECTORS, 1, 1, 1))).toBe(2);
    expect(await program.call("readv", fd, ...program.vectors(VECTORS, 1, 1, 1))).toBe("ECONNRESET");
  });

  it("sees all of what it only looks at, and takes all it waits for", async () => {
    const [PEEK, WAITALL] = [2, 0x100];
    program.channel.bytes(socket, Uint8Array.of(10, 11, 12));
    expect(await receive(PEEK, 1, 1, 2)).toBe(3);
    expect(filled(3)).toEqual([10, 11, 12]);
    const [at, count] = program.vectors(VECTORS, 2, 2, 2);
    program.view.setUint32(MESSAGE + 8, at, true);
    program.view.setUint32(MESSAGE + 12, count, true);
    const waiting = program.start("recvmsg", fd, MESSAGE, WAITALL);
    expect(await program.end(waiting)).toBe("waits");
    program.channel.bytes(socket, Uint8Array.of(13, 14, 15));
    expect(await program.end(waiting)).toBe(6);
    expect(filled(6)).toEqual([10, 11, 12, 13, 14, 15]);
  });
});
