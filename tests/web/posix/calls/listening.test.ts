// SPDX-License-Identifier: MIT
// bind, listen, accept and connect between two programs of the tab, as their modules call them.

import { beforeEach, describe, expect, it } from "vitest";
import { programImports } from "../../../../web/posix/imports.ts";
import { openNetworks, Process } from "../../../../web/posix/index.ts";
import { Broker } from "../../../../web/posix/networks/tab/broker.ts";
import { TestSurroundings } from "../networks/tab/clock.ts";
import { channel } from "../networks/tab/ports.ts";
import { ScriptedPlatform, settled } from "../platform.ts";

const [AF_INET, SOCK_STREAM, SOCK_NONBLOCK] = [2, 1, 0o4000];
const ADDRESS = 64;
const LENGTH = 128;
const DATA = 256;

let broker: Broker;

/** A program whose calls are made by hand; what waits is a promise. */
class Program {
  readonly memory = new WebAssembly.Memory({ initial: 1 });
  readonly platform = new ScriptedPlatform();
  private readonly calls: Record<string, (...args: number[]) => number | Promise<number>>;

  constructor() {
    const [ours, theirs] = channel();
    broker.join(theirs);
    const { platform } = this;
    const network = openNetworks(platform, { gateway: null, kind: "porthole" }, () => {}, null, ours);
    const nothing = () => {};
    const told = { output: nothing, ended: nothing, drained: nothing };
    const process = new Process({ platform, network, args: [], env: {}, columns: 80, rows: 24, ...told });
    process.attach({ memory: this.memory } as never);
    const names = ["EAGAIN", "EADDRINUSE", "ECONNREFUSED", "EINVAL", "EISCONN"];
    process.errnos = new Map(names.map((name, at) => [name, 100 + at])) as never;
    this.calls = programImports(process, (run) => run).posix as never;
  }

  call(name: string, ...args: number[]): number | Promise<number> {
    const reply = (this.calls[name] as (...args: number[]) => number | Promise<number>)(...args);
    if (typeof reply !== "number") void this.breathe(reply);
    return reply;
  }

  /** Runs the tasks that a call lets go first. */
  private async breathe(reply: Promise<number>): Promise<void> {
    let done = false;
    void reply.then(() => {
      done = true;
    });
    for (let turns = 0; turns < 100 && !done; turns++) {
      this.platform.runTasks();
      await settled();
    }
  }

  get view(): DataView {
    return new DataView(this.memory.buffer);
  }

  /** Writes 127.0.0.1 and a port where the calls look for them. */
  address(port: number): [number, number] {
    new Uint8Array(this.memory.buffer).set([AF_INET, 0, port >> 8, port & 255, 127, 0, 0, 1], ADDRESS);
    this.view.setUint32(LENGTH, 16, true);
    return [ADDRESS, 16];
  }

  get port(): number {
    return this.view.getUint16(ADDRESS + 2);
  }

  async listening(port: number, backlog = 8, flags = 0): Promise<number> {
    const fd = (await this.call("socket", AF_INET, SOCK_STREAM | flags, 0)) as number;
    expect(await this.call("bind", fd, ...this.address(port))).toBe(0);
    expect(await this.call("listen", fd, backlog)).toBe(0);
    return fd;
  }

  async connected(port: number): Promise<number> {
    const fd = (await this.call("socket", AF_INET, SOCK_STREAM, 0)) as number;
    expect(await this.call("connect", fd, ...this.address(port))).toBe(0);
    return fd;
  }

  send(fd: number, text: string): number | Promise<number> {
    const bytes = new TextEncoder().encode(text);
    new Uint8Array(this.memory.buffer).set(bytes, DATA);
    return this.call("sendto", fd, DATA, bytes.length, 0, 0, 0);
  }

  async receive(fd: number): Promise<string> {
    const count = (await this.call("recvfrom", fd, DATA, 1000, 0, 0, 0)) as number;
    return new TextDecoder().decode(new Uint8Array(this.memory.buffer, DATA, Math.max(0, count)));
  }
}

let server: Program;
let client: Program;

beforeEach(() => {
  broker = new Broker(channel, new TestSurroundings());
  server = new Program();
  client = new Program();
});

describe("a server in the tab", () => {
  it("accepts who connects, tells both ends' addresses, and talks", async () => {
    const listener = await server.listening(8000);
    const accepting = server.call("accept4", listener, ADDRESS, LENGTH, 0);
    expect(accepting).toBeInstanceOf(Promise);
    const fd = await client.connected(8000);
    const accepted = (await accepting) as number;
    const peerPort = server.port;
    client.address(0);
    client.call("getsockname", fd, ADDRESS, LENGTH);
    expect([client.port, server.view.getUint32(LENGTH, true)]).toEqual([peerPort, 16]);
    await client.send(fd, "hello");
    expect(await server.receive(accepted)).toBe("hello");
    await server.send(accepted, "welcome");
    expect(await client.receive(fd)).toBe("welcome");
    client.call("close", fd);
    expect(await server.receive(accepted)).toBe("");
  });

  it("has a port of its own choice for 0, and without bind", async () => {
    const listener = await server.listening(0);
    server.address(0);
    server.call("getsockname", listener, ADDRESS, LENGTH);
    const port = server.port;
    expect(port).toBeGreaterThanOrEqual(32768);
    await client.connected(port);
    const bare = (await server.call("socket", AF_INET, SOCK_STREAM, 0)) as number;
    expect(await server.call("listen", bare, 1)).toBe(0);
  });

  it("answers EAGAIN where it must not wait, and is readable when someone is there", async () => {
    const listener = await server.listening(8000, 8, SOCK_NONBLOCK);
    expect(await server.call("accept4", listener, 0, 0, 0)).toBe(-100);
    const poll = () => {
      server.view.setInt32(DATA, listener, true);
      server.view.setInt16(DATA + 4, 1, true);
      return server.call("poll", DATA, 1, 0);
    };
    expect(await Promise.race([poll(), settled().then(() => "waits")])).not.toBe(1);
    await client.connected(8000);
    await settled();
    expect(await poll()).toBe(1);
    expect(await server.call("accept4", listener, 0, 0, 0)).toBeGreaterThan(listener);
  });

  it("tells what cannot be", async () => {
    await server.listening(8000);
    const other = (await client.call("socket", AF_INET, SOCK_STREAM, 0)) as number;
    expect(await client.call("bind", other, ...client.address(8000))).toBe(-101);
    expect(await client.call("connect", other, ...client.address(9))).toBe(-102);
    expect(await client.call("accept4", other, 0, 0, 0)).toBe(-103);
  });

  it("frees its port with its last descriptor", async () => {
    const listener = await server.listening(8000);
    server.call("close", listener);
    await client.listening(8000);
  });
});
