// SPDX-License-Identifier: MIT

import { Changes } from "../../changes.ts";
import type { Body, Platform } from "../../platform.ts";

const HEADER = 8;
/** How long one is kept that no socket uses: a browser has few connections to a server. */
const SPARE = 2000;
/** Sockets that it carries at once: each may have much under way. */
const MOST = 16;

/**
 * The second way down, docs/protocol.md: bulk as the body of an answer, which costs a browser half of what WebSocket
 * messages do. Opened when the first socket is to use it, and closed a while after the last one.
 */
export class WayDown {
  private readonly users = new Set<number>();
  private body: Promise<Body | null> | null = null;
  /** Counts the ends, so that a body knows when it is a former one. */
  private ends = 0;
  private readonly ended = new Changes();
  /** Keeps one that no socket uses from its end. */
  private needed: () => void = () => {};
  private readonly head = new Uint8Array(HEADER);
  private headed = 0;
  private socket = 0;
  private left = 0;

  constructor(
    private readonly platform: Platform,
    private readonly gateway: string,
    private readonly key: string,
    private readonly arrived: (socket: number, bytes: Uint8Array) => void,
    /** It broke, and the bytes of these sockets with it. */
    private readonly broken: (sockets: number[]) => void,
  ) {}

  /** Whether there is a way for one more socket. */
  async join(socket: number): Promise<boolean> {
    if (this.users.size >= MOST) return false;
    this.needed();
    this.users.add(socket);
    this.body ??= this.open();
    if ((await this.body) === null) this.users.delete(socket);
    // The socket may have gone, or the body, meanwhile.
    return this.users.has(socket);
  }

  leave(socket: number): void {
    if (!this.users.delete(socket) || this.users.size > 0) return;
    this.needed();
    this.needed = this.platform.after(SPARE, () => this.end());
  }

  end(): void {
    this.needed();
    void this.body?.then((body) => body?.close());
    this.body = null;
    this.ends++;
    this.ended.notify();
  }

  private async open(): Promise<Body | null> {
    const before = this.ends;
    const body = await this.platform.openBody(this.gateway, "down", this.key, this.ended);
    if (this.ends !== before) {
      body?.close();
      return null;
    }
    if (body) void this.read(body);
    else this.body = null;
    return body;
  }

  private async read(body: Body): Promise<void> {
    this.headed = this.left = 0;
    const before = this.ends;
    for (let piece = await body.read(); piece !== null; piece = await body.read()) this.take(piece);
    if (this.ends !== before) return;
    this.end();
    const lost = [...this.users];
    this.users.clear();
    this.broken(lost);
  }

  /** Pieces come in whatever parts the network cuts them. */
  private take(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.left > 0) {
        const part = bytes.subarray(at, at + this.left);
        at += part.length;
        this.left -= part.length;
        // A small part must not keep all of what the network brought with it.
        this.arrived(this.socket, 2 * part.length < part.buffer.byteLength ? part.slice() : part);
        continue;
      }
      const part = bytes.subarray(at, at + HEADER - this.headed);
      this.head.set(part, this.headed);
      this.headed += part.length;
      at += part.length;
      if (this.headed < HEADER) return;
      const view = new DataView(this.head.buffer);
      this.socket = view.getUint32(0, true);
      this.left = view.getUint32(4, true);
      this.headed = 0;
    }
  }
}
