// SPDX-License-Identifier: MIT

import { Changes } from "../../changes.ts";
import type { Errno } from "../../errno.ts";
import type { Platform } from "../../platform.ts";
import { DeferredConnection } from "../deferred.ts";
import type {
  BindOptions,
  Bound,
  Connection,
  Datagrams,
  Family,
  HostAddress,
  Listening,
  Network,
  Resolved,
  SocketAddress,
  SocketPaths,
} from "../network.ts";
import { type Line, TabDatagrams } from "./datagrams.ts";
import type { FromBroker, Port, SocketKind, ToBroker } from "./messages.ts";
import { TabStream } from "./stream.ts";

type Answer = Extract<FromBroker, { id: number }> & { port?: Port };

/** A queue of connections that nobody has accepted yet. */
class Listener implements Listening {
  readonly changed = new Changes();
  private readonly queue: Connection[] = [];

  constructor(private readonly taken: () => void) {}

  get waiting(): number {
    return this.queue.length;
  }

  accept(): Connection | null {
    const first = this.queue.shift() ?? null;
    if (first) this.taken();
    return first;
  }

  arrived(connection: Connection): void {
    this.queue.push(connection);
    this.changed.notify();
  }

  /** Those that nobody accepted are reset, as by a kernel. */
  close(): void {
    for (const connection of this.queue.splice(0)) void connection.abort();
  }
}

/** The tab's own network, as one program has it: what listens there are the programs beside it, and itself. */
export class TabNetwork implements Network, SocketPaths, Line {
  readonly paths = this;
  private readonly known = new Set<string>();
  private toldPath: (path: string, there: boolean) => void = () => {};
  private readonly asked = new Map<number, (answer: Answer) => void>();
  private readonly listeners = new Map<number, Listener>();
  private readonly sockets = new Map<number, TabDatagrams>();
  private readonly streams = new Map<number, TabStream>();
  private lastId = 0;

  constructor(
    private readonly broker: Port,
    private readonly platform: Pick<Platform, "after">,
  ) {
    broker.onmessage = ({ data, ports }) => this.hear(data as FromBroker, ports?.[0]);
  }

  async bind(local: SocketAddress, options: BindOptions): Promise<Errno | Bound> {
    const answer = await this.claim("stream", local, options);
    if (typeof answer === "string") return answer;
    const { socket } = answer;
    return {
      local: answer.local,
      listen: (backlog) => this.listen(socket, backlog),
      reuse: (on) => this.tell({ type: "reuse", socket, on }),
      connect: (to, patient = true) => this.connectFrom(socket, to, patient),
      release: () => {
        this.listeners.get(socket)?.close();
        this.listeners.delete(socket);
        this.tell({ type: "release", socket });
      },
    };
  }

  connect(to: SocketAddress, patient = true): Connection {
    return this.connectFrom(null, to, patient);
  }

  async datagrams(local: SocketAddress, options: BindOptions): Promise<Errno | Datagrams> {
    const answer = await this.claim("datagram", local, options);
    if (typeof answer === "string") return answer;
    const { socket } = answer;
    const datagrams = new TabDatagrams(this, socket, answer.local, () => this.sockets.delete(socket));
    this.sockets.set(socket, datagrams);
    return datagrams;
  }

  watch(told: (path: string, there: boolean) => void): void {
    this.toldPath = told;
    for (const path of this.known) told(path, true);
  }

  async moved(path: string, next: string | null): Promise<void> {
    await this.ask((id) => ({ type: "path", id, path, next }));
  }

  async resolve(host: string, family: Family | "any"): Promise<Resolved> {
    const answer = await this.ask((id) => ({ type: "host", id, name: host }));
    if (answer.type !== "host" || answer.found === null) return { error: "EAI_NONAME" };
    if (family === "inet6") return { error: "EAI_NODATA" };
    return { addresses: [{ family: "inet", address: answer.found }], canonical: host };
  }

  async reverse({ address }: HostAddress): Promise<string | null> {
    const answer = await this.ask((id) => ({ type: "host", id, address }));
    return answer.type === "host" ? answer.found : null;
  }

  async hostname(): Promise<string | null> {
    return null;
  }

  async finish(): Promise<void> {}

  ask(question: (id: number) => ToBroker, transfer: unknown[] = [], given?: Changes): Promise<Answer> {
    const id = ++this.lastId;
    return new Promise((resolve) => {
      this.asked.set(id, resolve);
      given?.subscribe(() => this.tell({ type: "abandon", id }));
      this.tell(question(id), transfer);
    });
  }

  tell(message: ToBroker, transfer: unknown[] = []): void {
    this.broker.postMessage(message, transfer);
  }

  private async claim(kind: SocketKind, local: SocketAddress, options: BindOptions) {
    const answer = await this.ask((id) => ({ type: "bind", id, kind, local, options }));
    if (answer.type === "bound") return answer;
    return answer.type === "failed" ? answer.error : "EINVAL";
  }

  private connectFrom(socket: number | null, to: SocketAddress, patient: boolean): Connection {
    const made = this.ask((id) => ({ type: "connect", id, to, socket, patient }));
    const id = this.lastId;
    return new DeferredConnection(
      to,
      made.then((answer) => {
        const { port } = answer;
        if (answer.type === "failed") return answer.error;
        if (answer.type !== "connected" || !port) return "ECONNABORTED" as const;
        return () => this.stream(port, answer.end, answer.local, answer.peer);
      }),
      () => this.tell({ type: "abandon", id }),
    );
  }

  private async listen(socket: number, backlog: number): Promise<Errno | Listener> {
    const known = this.listeners.get(socket);
    const listener = known ?? new Listener(() => this.tell({ type: "accepted", socket }));
    // The first connection may come right behind the answer.
    this.listeners.set(socket, listener);
    const answer = await this.ask((id) => ({ type: "listen", id, socket, backlog }));
    if (answer.type === "listening") return listener;
    if (!known) this.listeners.delete(socket);
    return answer.type === "failed" ? answer.error : "EINVAL";
  }

  private stream(port: Port, end: number, local: SocketAddress, peer: SocketAddress): TabStream {
    const left = () => {
      this.streams.delete(end);
      this.tell({ type: "left", end });
    };
    const after = this.platform.after.bind(this.platform);
    const stream = new TabStream(port, { local, peer, after, left });
    this.streams.set(end, stream);
    return stream;
  }

  private hear(message: FromBroker, port: Port | undefined): void {
    switch (message.type) {
      case "arrived": {
        const { socket, end, local, peer } = message;
        if (port) this.listeners.get(socket)?.arrived(this.stream(port, end, local, peer));
        return;
      }
      case "gone":
        this.streams.get(message.end)?.peerGone();
        return;
      case "datagram": {
        const { from, to, bytes } = message;
        this.sockets.get(message.socket)?.arrived({ from, to, bytes: new Uint8Array(bytes) });
        return;
      }
      case "unreachable":
        this.sockets.get(message.socket)?.unreachable();
        return;
      case "path":
        if (message.there) this.known.add(message.path);
        else this.known.delete(message.path);
        this.toldPath(message.path, message.there);
        return;
    }
    const answer = this.asked.get(message.id);
    this.asked.delete(message.id);
    answer?.({ ...message, ...(port ? { port } : {}) });
  }
}
