// SPDX-License-Identifier: MIT

import type { FromBroker, Port, ToBroker } from "../../../../../web/posix/networks/tab/messages.ts";

/** One end of a channel whose messages arrive at once; what is sent before anyone listens waits, as with a MessagePort. */
export class TestPort implements Port {
  other!: TestPort;
  closed = false;
  private handler: Port["onmessage"] = null;
  private readonly early: { data: unknown; ports: readonly Port[] }[] = [];

  get onmessage(): Port["onmessage"] {
    return this.handler;
  }

  set onmessage(handler: Port["onmessage"]) {
    this.handler = handler;
    for (const event of this.early.splice(0)) handler?.(event);
  }

  postMessage(message: unknown, transfer: unknown[] = []): void {
    if (this.closed) return;
    const ports = transfer.filter((each): each is TestPort => each instanceof TestPort);
    const buffers = transfer.filter((each) => each instanceof ArrayBuffer);
    const data = structuredClone(message, { transfer: buffers });
    if (this.other.handler) this.other.handler({ data, ports });
    else this.other.early.push({ data, ports });
  }

  close(): void {
    this.closed = this.other.closed = true;
  }
}

export function channel(): [TestPort, TestPort] {
  const [one, other] = [new TestPort(), new TestPort()];
  one.other = other;
  other.other = one;
  return [one, other];
}

/** A program by hand: what it says to the broker, and what it hears. */
export class Talker {
  readonly heard: (FromBroker & { ports: readonly Port[] })[] = [];
  private id = 0;

  constructor(readonly port: TestPort) {
    port.onmessage = ({ data, ports = [] }) => this.heard.push({ ...(data as FromBroker), ports });
  }

  /** Says something; returns the answer if it is there already. */
  say(message: ToBroker extends infer T ? (T extends { id: number } ? Omit<T, "id"> : never) : never) {
    const id = ++this.id;
    this.port.postMessage({ ...message, id });
    return this.answer(id);
  }

  tell(message: ToBroker): void {
    this.port.postMessage(message);
  }

  get lastId(): number {
    return this.id;
  }

  answer(id: number) {
    return this.heard.find((message) => "id" in message && message.id === id);
  }
}
