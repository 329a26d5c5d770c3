// SPDX-License-Identifier: MIT

import { Changes } from "../../changes.ts";
import type { Errno } from "../../errno.ts";
import { DeferredConnection } from "../deferred.ts";
import type {
  BindOptions,
  Bound,
  Connection,
  Endpoint,
  HostAddress,
  Listening,
  Network,
  Resolved,
} from "../network.ts";
import type { FromBroker, Port, ToBroker } from "./messages.ts";
import { TabStream } from "./stream.ts";

type Answer = Extract<FromBroker, { id: number }> & { port: Port | undefined };
type Question = ToBroker extends infer T ? (T extends { id: number } ? Omit<T, "id"> : never) : never;

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
export class TabNetwork implements Network {
  private readonly asked = new Map<number, (answer: Answer) => void>();
  private readonly listeners = new Map<number, Listener>();
  private lastId = 0;

  constructor(private readonly broker: Port) {
    broker.onmessage = ({ data, ports }) => this.hear(data as FromBroker, ports?.[0]);
  }

  async bind(local: Endpoint, options: BindOptions): Promise<Errno | Bound> {
    const answer = await this.ask({ type: "bind", local, options });
    if (answer.type === "failed") return answer.error;
    if (answer.type !== "bound") return "EINVAL";
    const { socket } = answer;
    return {
      local: answer.local,
      listen: (backlog) => this.listen(socket, backlog),
      release: () => {
        this.listeners.get(socket)?.close();
        this.listeners.delete(socket);
        this.tell({ type: "release", socket });
      },
    };
  }

  connect(to: Endpoint): Connection {
    const made = this.ask({ type: "connect", to, socket: null });
    const id = this.lastId;
    return new DeferredConnection(
      to,
      made.then((answer) => {
        const { port } = answer;
        if (answer.type === "failed") return answer.error;
        if (answer.type !== "connected" || !port) return "ECONNABORTED" as const;
        return () => new TabStream(port, answer.local, to);
      }),
      () => this.tell({ type: "abandon", id }),
    );
  }

  async resolve(): Promise<Resolved> {
    return { error: "EAI_NONAME" };
  }

  async reverse(_address: HostAddress): Promise<string | null> {
    return "localhost";
  }

  async hostname(): Promise<string | null> {
    return null;
  }

  async finish(): Promise<void> {}

  private async listen(socket: number, backlog: number): Promise<Errno | Listener> {
    const known = this.listeners.get(socket);
    const listener = known ?? new Listener(() => this.tell({ type: "accepted", socket }));
    // The first connection may come right behind the answer.
    this.listeners.set(socket, listener);
    const answer = await this.ask({ type: "listen", socket, backlog });
    if (answer.type === "listening") return listener;
    if (!known) this.listeners.delete(socket);
    return answer.type === "failed" ? answer.error : "EINVAL";
  }

  private ask(question: Question): Promise<Answer> {
    const id = ++this.lastId;
    return new Promise((resolve) => {
      this.asked.set(id, resolve);
      this.tell({ ...question, id } as ToBroker);
    });
  }

  private tell(message: ToBroker): void {
    this.broker.postMessage(message);
  }

  private hear(message: FromBroker, port: Port | undefined): void {
    if (message.type === "arrived") {
      if (port) this.listeners.get(message.socket)?.arrived(new TabStream(port, message.local, message.peer));
      return;
    }
    const answer = this.asked.get(message.id);
    this.asked.delete(message.id);
    answer?.({ ...message, port });
  }
}
