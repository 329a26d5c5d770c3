// SPDX-License-Identifier: MIT
// A program whose calls are made by hand, with a gateway that the test plays.

import { programImports } from "../../../web/posix/imports.ts";
import { openNetworks, Process } from "../../../web/posix/index.ts";
import { Broker } from "../../../web/posix/networks/tab/broker.ts";
import { TestSurroundings } from "./networks/tab/clock.ts";
import { channel } from "./networks/tab/ports.ts";
import { type ScriptedChannel, ScriptedPlatform, settled } from "./platform.ts";

type Call = (...args: number[]) => number | Promise<number>;

const ERRNOS = ["EAGAIN", "EINPROGRESS", "ECONNRESET", "EPIPE", "ENETDOWN", "EINTR", "EMSGSIZE", "EINVAL"] as const;
const AF_INET = 2;
/** Where calls look for an address; what is above is the test's. */
const ADDRESS = 64;
export const FREE = 256;

export const HELLO = {
  type: "hello",
  version: 1,
  credit: 1 << 20,
  limits: {},
  features: ["udp", "listen", "options"],
  hostname: "gate.test",
  listen: { ports: [[8000, 8099]], public: "gate.test" },
};

export class Program {
  readonly memory = new WebAssembly.Memory({ initial: 4 });
  readonly platform = new ScriptedPlatform();
  readonly process: Process;
  readonly channel: ScriptedChannel;
  private readonly calls: Record<string, Call>;

  constructor(hello: Record<string, unknown> = HELLO) {
    const broker = new Broker(channel, new TestSurroundings());
    const [ours, theirs] = channel();
    broker.join(theirs);
    const { platform } = this;
    const config = { gateway: "ws://gate.test/tunnel", kind: "porthole" as const };
    const network = openNetworks(platform, config, () => {}, null, ours);
    const nothing = () => {};
    const told = { output: nothing, ended: nothing, drained: nothing };
    this.process = new Process({ platform, network, args: [], env: {}, columns: 80, rows: 24, ...told });
    this.process.attach({ memory: this.memory } as never);
    this.process.errnos = new Map(ERRNOS.map((name, at) => [name, 100 + at]));
    this.calls = programImports(this.process, (run) => run).posix as never;
    this.channel = platform.channels[0] as ScriptedChannel;
    this.channel.onopen?.();
    this.channel.tell(hello);
  }

  get view(): DataView {
    return new DataView(this.memory.buffer);
  }

  /** A call as the module makes it; what waits is a promise. */
  start(name: string, ...args: number[]): number | Promise<number> {
    return (this.calls[name] as Call)(...args);
  }

  /** The same, with turns of the event loop until it has answered; the name of an error, or "waits". */
  async call(name: string, ...args: number[]): Promise<number | string> {
    return this.end(this.start(name, ...args));
  }

  async end(reply: number | Promise<number>): Promise<number | string> {
    let answer: number | null = null;
    void Promise.resolve(reply).then((number) => {
      answer = number;
    });
    for (let turns = 0; turns < 20 && answer === null; turns++) {
      await settled();
      this.platform.runTasks();
    }
    if (answer === null) return "waits";
    return answer < -99 ? (ERRNOS[-answer - 100] ?? answer) : answer;
  }

  address(host: number[], port: number): [number, number] {
    new Uint8Array(this.memory.buffer).set([AF_INET, 0, port >> 8, port & 255, ...host], ADDRESS);
    return [ADDRESS, 16];
  }

  /** Writes an array of struct iovec and what it points at. */
  vectors(at: number, ...sizes: number[]): [address: number, count: number] {
    let data = at + 8 * sizes.length;
    for (const [index, size] of sizes.entries()) {
      this.view.setUint32(at + 8 * index, data, true);
      this.view.setUint32(at + 8 * index + 4, size, true);
      for (let byte = 0; byte < size; byte++) this.view.setUint8(data + byte, index + 1);
      data += size;
    }
    return [at, sizes.length];
  }

  /** A stream socket that is connected to a host outside; its number on the link is told with it. */
  async connected(): Promise<{ fd: number; socket: number }> {
    const fd = (await this.call("socket", AF_INET, 1, 0)) as number;
    const connecting = this.start("connect", fd, ...this.address([192, 0, 2, 7], 80));
    // The first call that may wait lets events in.
    this.platform.runTasks();
    await settled();
    const socket = this.channel.control.findLast(({ type }) => type === "connect")?.socket as number;
    this.channel.tell({ type: "connected", socket, local: { address: "10.0.0.2", port: 5 } });
    await this.end(connecting);
    return { fd, socket };
  }
}
