// SPDX-License-Identifier: MIT

import { Changes } from "../changes.ts";
import { Chunks } from "../chunks.ts";
import type { Errno } from "../errno.ts";
import { unspecified } from "./address.ts";
import type { Connection, SocketAddress } from "./network.ts";

/**
 * A connection that is not there yet: it is connecting until `made` brings one, or the error that it fails with. What
 * was given up before that is told to `abandoned`, and what then still comes is aborted.
 */
export class DeferredConnection implements Connection {
  readonly changed = new Changes();
  private inner: Connection | null = null;
  private failure: Errno | null = null;
  private left = false;
  private readonly options: [name: string, value: number | [number, number]][] = [];
  private readonly nothing = new Chunks();

  constructor(
    private readonly to: SocketAddress,
    made: Promise<Errno | (() => Connection)>,
    private readonly abandoned: () => void = () => {},
  ) {
    void made.then((outcome) => {
      if (typeof outcome === "string") this.failure = outcome;
      else if (this.left) return;
      else this.adopt(outcome());
      this.changed.notify();
    });
  }

  get state(): Connection["state"] {
    return this.inner?.state ?? (this.failure || this.left ? "dead" : "connecting");
  }

  get error(): Errno | null {
    return this.inner ? this.inner.error : this.failure;
  }

  get peer(): SocketAddress {
    return this.inner?.peer ?? this.to;
  }

  get local(): SocketAddress {
    return this.inner?.local ?? unspecified(this.to.family);
  }

  get inbox(): Chunks {
    return this.inner?.inbox ?? this.nothing;
  }

  get ended(): boolean {
    return this.inner?.ended ?? (this.failure !== null || this.left);
  }

  get space(): number {
    return this.inner?.space ?? 0;
  }

  send(bytes: Uint8Array): number {
    return this.inner?.send(bytes) ?? 0;
  }

  consumed(count: number): void {
    this.inner?.consumed(count);
  }

  shutdown(): void {
    this.inner?.shutdown();
  }

  setOption(name: string, value: number | [number, number]): void {
    if (this.inner) this.inner.setOption(name, value);
    else this.options.push([name, value]);
  }

  option(name: string): Promise<number | null> {
    return this.inner?.option?.(name) ?? Promise.resolve(null);
  }

  close(): Promise<void> {
    this.leave();
    return this.inner?.close() ?? Promise.resolve();
  }

  abort(): Promise<void> {
    this.leave();
    return this.inner?.abort() ?? Promise.resolve();
  }

  private adopt(connection: Connection): void {
    this.inner = connection;
    for (const [name, value] of this.options) connection.setOption(name, value);
    connection.changed.subscribe(() => this.changed.notify());
  }

  private leave(): void {
    if (!this.left && !this.inner && !this.failure) this.abandoned();
    this.left = true;
  }
}
