// SPDX-License-Identifier: MIT

import { Changes } from "../changes.ts";
import type { Errno } from "../errno.ts";
import type { Bound, Connection, Listening, Network } from "./network.ts";

/** What listens in the tab, and at the same port of the gateway as soon as that has said yes. */
class PublishedListening implements Listening {
  readonly changed = new Changes();
  private far: Listening | null = null;

  constructor(private readonly near: Listening) {
    near.changed.subscribe(() => this.changed.notify());
  }

  get waiting(): number {
    return this.near.waiting + (this.far?.waiting ?? 0);
  }

  accept(): Connection | null {
    return this.near.accept() ?? this.far?.accept() ?? null;
  }

  join(far: Listening): void {
    this.far = far;
    far.changed.subscribe(() => this.changed.notify());
    if (far.waiting > 0) this.changed.notify();
  }
}

/**
 * A stream socket bound to all addresses: those of the tab, and those of a gateway that grants its port. Whether it does
 * takes a moment to tell, and a program that listens in the tab waits for nothing.
 */
export class PublishedBound implements Bound {
  private listening: PublishedListening | null = null;
  private far: Bound | null = null;
  private released = false;

  constructor(
    private readonly near: Bound,
    private readonly outside: Network,
    readonly connect: Bound["connect"],
  ) {}

  get local() {
    return this.near.local;
  }

  async listen(backlog: number): Promise<Errno | Listening> {
    const near = await this.near.listen(backlog);
    if (typeof near === "string") return near;
    if (this.listening) {
      void this.far?.listen(backlog);
      return this.listening;
    }
    this.listening = new PublishedListening(near);
    void this.publish(this.listening, backlog);
    return this.listening;
  }

  reuse(on: boolean): void {
    this.near.reuse(on);
  }

  release(): void {
    this.released = true;
    this.near.release();
    this.far?.release();
  }

  private async publish(listening: PublishedListening, backlog: number): Promise<void> {
    const { local } = this.near;
    if (!("port" in local) || !(await this.outside.grants?.(local.port))) return;
    const far = await this.outside.bind(local, { reuse: false, only6: true });
    if (typeof far === "string") return;
    if (this.released) return;
    this.far = far;
    const there = await far.listen(backlog);
    if (this.released) far.release();
    else if (typeof there !== "string") listening.join(there);
  }
}
