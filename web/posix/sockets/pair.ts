// SPDX-License-Identifier: MIT
// The two ends that socketpair makes: both are in one program, so nothing leaves it.

import { Changes } from "../changes.ts";
import type { Answer, Errno } from "../errno.ts";
import type { Connection, Datagram, Datagrams, SendOptions, UnixAddress } from "../networks/network.ts";
import type { Port } from "../networks/tab/messages.ts";
import { TabStream } from "../networks/tab/stream.ts";
import type { Platform } from "../platform.ts";

export const NAMELESS: UnixAddress = { family: "unix", path: "" };
/** Linux's net.unix.max_dgram_qlen: one more than this is taken. */
const MOST_WAITING = 10;

/** A MessagePort within one program: what is posted is there at once. */
class NearPort implements Port {
  other!: NearPort;
  onmessage: Port["onmessage"] = null;

  postMessage(message: unknown): void {
    this.other.onmessage?.({ data: message });
  }

  close(): void {
    this.onmessage = null;
  }
}

export function streamPair(platform: Pick<Platform, "after">): [Connection, Connection] {
  const [one, other] = [new NearPort(), new NearPort()];
  [one.other, other.other] = [other, one];
  const ends = { local: NAMELESS, peer: NAMELESS, after: platform.after.bind(platform) };
  return [new TabStream(one, ends), new TabStream(other, ends)];
}

class NearDatagrams implements Datagrams {
  readonly changed = new Changes();
  readonly local = NAMELESS;
  /** As between two programs, where nobody can tell. */
  readonly room = true;
  other!: NearDatagrams;
  private readonly queue: Datagram[] = [];
  private readonly taken = new Changes();
  private gone = false;

  get first(): Datagram | undefined {
    return this.queue[0];
  }

  takeError(): Errno | null {
    return null;
  }

  take(): Datagram | undefined {
    const first = this.queue.shift();
    this.taken.notify();
    return first;
  }

  async send(bytes: Uint8Array, _to: unknown, { patient, given }: SendOptions): Promise<Answer> {
    let waiting = patient;
    given?.subscribe(() => {
      waiting = false;
      this.other.taken.notify();
    });
    while (!this.other.gone && this.other.full) {
      if (!waiting) return "EAGAIN";
      await this.other.change();
    }
    if (this.other.gone) return "ECONNREFUSED";
    this.other.queue.push({ from: NAMELESS, to: NAMELESS, bytes: bytes.slice() });
    this.other.changed.notify();
    return bytes.length;
  }

  async connect(): Promise<Answer> {
    return 0;
  }

  member(): void {}
  limit(): void {}
  reuse(): void {}
  hearAll(): void {}

  release(): void {
    this.gone = true;
    this.taken.notify();
  }

  private get full(): boolean {
    return this.queue.length > MOST_WAITING;
  }

  private change(): Promise<void> {
    return new Promise((resolve) => {
      const end = this.taken.subscribe(() => {
        end();
        resolve();
      });
    });
  }
}

export function datagramPair(): [Datagrams, Datagrams] {
  const [one, other] = [new NearDatagrams(), new NearDatagrams()];
  [one.other, other.other] = [other, one];
  return [one, other];
}
