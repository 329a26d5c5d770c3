// SPDX-License-Identifier: MIT

import type { Errno } from "../errno.ts";
import { FailedConnection } from "./failed.ts";
import type { Bound, Connection, Datagrams, Endpoint, Network, Resolved } from "./network.ts";

/** A network that leads nowhere, with an honest error: no gateway, or nobody listening in the tab. */
export class Nowhere implements Network {
  constructor(
    private readonly error: Errno,
    private readonly told: () => void = () => {},
  ) {}

  async bind(): Promise<Errno | Bound> {
    return "EOPNOTSUPP";
  }

  async datagrams(): Promise<Errno | Datagrams> {
    return "ENETUNREACH";
  }

  connect(to: Endpoint): Connection {
    this.told();
    return new FailedConnection(to, this.error);
  }

  async resolve(): Promise<Resolved> {
    this.told();
    return { error: "EAI_AGAIN" };
  }

  async reverse(): Promise<string | null> {
    return null;
  }

  async hostname(): Promise<string | null> {
    return null;
  }

  async finish(): Promise<void> {}
}
