// SPDX-License-Identifier: MIT

import type { Endpoint } from "../../network.ts";
import { CongestionWindow } from "./congestion.ts";
import type { Clock } from "./links.ts";
import { FLAG, mss, type Segment } from "./packet.ts";
import { ReceiveBuffer } from "./receive_buffer.ts";
import { RetransmissionTimeout } from "./retransmission.ts";
import { SendBuffer } from "./send_buffer.ts";

/** RFC 9293's states; "closed" is the end of all. */
export type TcpState =
  | "syn-sent"
  | "syn-received"
  | "established"
  | "fin-wait-1"
  | "fin-wait-2"
  | "close-wait"
  | "closing"
  | "last-ack"
  | "time-wait"
  | "closed";

/** Linux's tcp_syn_retries, tcp_synack_retries and tcp_retries2. */
const MOST_TRIES = { "syn-sent": 6, "syn-received": 5, other: 15 } as const;
/** Linux's TCP_TIMEWAIT_LEN and tcp_fin_timeout: ms. */
const LINGER = 60_000;
/** How long an acknowledgement may wait for data to go with: ms. */
const DELAYED_ACK = 40;

/** What an end tells of itself. */
export interface TcpEvents {
  transmit(segment: Segment): void;
  established(): void;
  /** Bytes in their order; `consumed` gives their room back. */
  data(bytes: Uint8Array): void;
  /** So many bytes that were sent have arrived. */
  acknowledged(count: number): void;
  /** The other end sends no more. */
  ended(): void;
  /** It is over, before its time. */
  failed(error: "ECONNREFUSED" | "ECONNRESET" | "ETIMEDOUT"): void;
  /** Nothing will follow. */
  closed(): void;
}

/** The nearest number to `near` that is `value` modulo 2^32. */
const unwrap = (value: number, near: number): number => near + ((value - near) | 0);

/**
 * One end of a connection as RFC 9293 has it: handshake, numbering, acknowledgement, resending (RFC 6298, with fast
 * retransmit, RFC 6582), windows, congestion control (RFC 5681), half-close and the four-way close. Places in the streams
 * are counted from 0, the SYN, and do not wrap around; the numbers in segments do.
 */
export class TcpEnd {
  state: TcpState;
  private readonly mss: number;
  private readonly first: number;
  private theirFirst = 0;
  /** The oldest place that was not acknowledged, the next to send, and where the FIN stands. */
  private una = 0;
  private nxt = 0;
  private fin: number | null = null;
  private peerWindow = 0;
  private readonly out = new SendBuffer(1);
  private readonly received = new ReceiveBuffer();
  private readonly congestion: CongestionWindow;
  private readonly timeout = new RetransmissionTimeout();
  private tries = 0;
  private timed: { place: number; at: number } | null = null;
  private stopTimer: (() => void) | null = null;
  private stopAck: (() => void) | null = null;
  /** A byte asks whether the window is open again. */
  private probing = false;
  /** Segments that were not acknowledged yet. */
  private owed = 0;
  /** The program has closed its socket: nobody reads what comes. */
  private deserted = false;

  constructor(
    readonly local: Endpoint,
    readonly peer: Endpoint,
    private readonly clock: Clock,
    private readonly events: TcpEvents,
    /** The SYN that this end answers; where there is none it sends the first. */
    syn: Segment | null = null,
  ) {
    this.mss = mss(local.family);
    this.congestion = new CongestionWindow(this.mss);
    this.first = Math.floor(clock.random() * 2 ** 32);
    this.state = syn ? "syn-received" : "syn-sent";
    if (syn) this.greeted(syn);
    this.nxt = 1;
    this.emit(0, FLAG.SYN | (syn ? FLAG.ACK : 0));
    this.timed = { place: 0, at: clock.now() };
    this.restartTimer();
  }

  send(bytes: Uint8Array): void {
    if (this.fin !== null) return;
    this.out.append(bytes);
    this.push();
  }

  /** The program has read so many bytes. */
  consumed(count: number): void {
    const before = this.received.window;
    this.received.unread -= count;
    // Who was told that there is little room must hear of more, or waits for ever (RFC 9293, 3.8.6.2.2).
    if (before < 2 * this.mss && this.received.window >= 2 * this.mss && this.isOpen) this.acknowledge();
  }

  /** Nothing more is sent after what was. */
  shutdown(): void {
    if (this.fin !== null || this.state === "closed") return;
    this.fin = this.out.end;
    this.push();
  }

  /** The program has closed its socket. */
  close(): void {
    this.deserted = true;
    if (this.state === "syn-sent") {
      this.over();
      return;
    }
    this.shutdown();
    if (this.state === "fin-wait-2") this.linger();
  }

  /** Ends it at once; the other end hears of it by a reset. */
  abort(): void {
    if (this.state === "closed") return;
    if (this.state !== "syn-sent" && this.state !== "time-wait") this.emit(this.nxt, FLAG.RST | FLAG.ACK);
    this.over();
  }

  arrived(segment: Segment): void {
    if (this.state === "closed") return;
    if (this.state === "syn-sent") {
      this.answered(segment);
      return;
    }
    const place = unwrap(segment.seq - this.theirFirst, this.received.next);
    if (segment.flags & FLAG.RST) {
      if (place >= this.received.next && place <= this.received.next + this.received.window) this.fail("ECONNRESET");
      return;
    }
    if (segment.flags & FLAG.SYN) {
      // Ours was lost, or theirs came twice: what we said last is said again.
      if (this.state === "syn-received") this.emit(0, FLAG.SYN | FLAG.ACK);
      else this.acknowledge();
      return;
    }
    if (!(segment.flags & FLAG.ACK)) return;
    if (!this.heard(segment)) return;
    this.take(segment, place);
    this.push();
  }

  /** The program has been given bytes that it did not read. */
  get hasUnread(): boolean {
    return this.received.unread > 0;
  }

  private get isOpen(): boolean {
    return this.state !== "closed" && this.state !== "syn-sent" && this.state !== "syn-received";
  }

  /** The other end's first number. */
  private greeted(syn: Segment): void {
    this.theirFirst = syn.seq;
    this.received.next = 1;
    this.peerWindow = syn.window;
  }

  /** The answer to our SYN. */
  private answered(segment: Segment): void {
    const acknowledged = segment.flags & FLAG.ACK && unwrap(segment.ack - this.first, 1) === 1;
    if (!acknowledged) return;
    if (segment.flags & FLAG.RST) {
      this.fail("ECONNREFUSED");
      return;
    }
    if (!(segment.flags & FLAG.SYN)) return;
    this.greeted(segment);
    this.acked(1);
    this.state = "established";
    this.acknowledge();
    this.events.established();
    this.push();
  }

  /** Takes an acknowledgement; false where this was the end. */
  private heard(segment: Segment): boolean {
    const place = unwrap(segment.ack - this.first, this.una);
    if (place > this.nxt) {
      this.acknowledge();
      return true;
    }
    if (place > this.una) {
      this.acked(place);
      if (this.state === "syn-received") {
        this.state = "established";
        this.events.established();
      }
    } else if (place === this.una && this.nxt > this.una && segment.data.length === 0) {
      const same = segment.window === this.peerWindow && !(segment.flags & FLAG.FIN);
      this.tries = 0;
      if (same && this.congestion.repeated(this.nxt - this.una, this.nxt)) this.resend();
    }
    if (place >= this.una) this.peerWindow = segment.window;
    if (this.probing && segment.window > 0) {
      this.probing = false;
      // It did not take the byte: there was no room.
      if (place === this.una) this.nxt = this.una;
      this.timeout.settle();
    }
    const finAcked = this.fin !== null && this.una > this.fin;
    if (!finAcked) return true;
    if (this.state === "fin-wait-1") {
      this.state = "fin-wait-2";
      if (this.deserted) this.linger();
    } else if (this.state === "closing") this.waitOut();
    else if (this.state === "last-ack") {
      this.over();
      return false;
    }
    return true;
  }

  private acked(place: number): void {
    const bytes = place - this.una;
    this.una = place;
    this.tries = 0;
    if (this.timed && place > this.timed.place) {
      this.timeout.measured(this.clock.now() - this.timed.at);
      this.timed = null;
    } else {
      this.timeout.settle();
    }
    const count = this.out.drop(place);
    if (this.congestion.advanced(place, bytes)) this.resend();
    this.restartTimer();
    if (count > 0) this.events.acknowledged(count);
  }

  /** Takes what a segment carries. */
  private take(segment: Segment, place: number): void {
    const { data, flags } = segment;
    if (data.length === 0 && !(flags & FLAG.FIN)) {
      // Below what is expected: a probe, to be answered.
      if (place < this.received.next) this.acknowledge();
      return;
    }
    if (data.length > 0 && this.deserted && place + data.length > this.received.next) {
      this.abort();
      return;
    }
    const waited = this.received.hasGap;
    const bytes = this.received.take(place, data, (flags & FLAG.FIN) !== 0);
    for (const piece of bytes) this.events.data(piece);
    const ended = this.received.takeEnd();
    if (ended) this.theirEnd();
    this.owed++;
    const hurry = bytes.length === 0 || waited || this.received.hasGap || ended || this.owed >= 2;
    if (hurry) this.acknowledge();
    else this.stopAck ??= this.clock.after(DELAYED_ACK, () => this.acknowledge());
  }

  private theirEnd(): void {
    if (this.state === "established") this.state = "close-wait";
    else if (this.state === "fin-wait-1") this.state = "closing";
    else if (this.state === "fin-wait-2") this.waitOut();
    this.events.ended();
  }

  /** Sends what the windows let through. */
  private push(): void {
    if (!this.isOpen || this.state === "time-wait") return;
    for (;;) {
      const end = this.out.end;
      const room = this.una + Math.min(this.congestion.size, this.peerWindow) - this.nxt;
      const size = Math.min(this.mss, end - this.nxt, room);
      // Not a little piece, only because the window has a little room (RFC 9293, 3.8.6.2.1).
      if (size <= 0 || (size < this.mss && this.nxt + size < end && this.nxt > this.una)) break;
      this.timed ??= { place: this.nxt, at: this.clock.now() };
      this.emitData(this.nxt, size);
      this.nxt += size;
    }
    if (this.fin !== null && this.nxt === this.fin) {
      this.emit(this.fin, FLAG.FIN | FLAG.ACK);
      this.nxt = this.fin + 1;
      this.state = this.state === "close-wait" ? "last-ack" : "fin-wait-1";
    }
    const waiting = this.nxt > this.una || this.nxt < this.out.end;
    if (waiting && !this.stopTimer) this.restartTimer();
  }

  private emitData(place: number, size: number): void {
    const data = this.out.read(place, size);
    const last = place + size === this.out.end ? FLAG.PSH : 0;
    this.emit(place, FLAG.ACK | last, data);
  }

  /** Sends again what stands first of all that was not acknowledged. */
  private resend(): void {
    // What is sent twice is not timed: nobody knows which of them was acknowledged (Karn).
    this.timed = null;
    if (this.una === 0) this.emit(0, FLAG.SYN | (this.state === "syn-received" ? FLAG.ACK : 0));
    else if (this.una < this.out.end) {
      this.emitData(this.una, Math.min(this.mss, Math.min(this.nxt, this.out.end) - this.una));
    } else if (this.fin !== null) this.emit(this.fin, FLAG.FIN | FLAG.ACK);
  }

  private emit(place: number, flags: number, data: Uint8Array = new Uint8Array()): void {
    this.stopAck?.();
    this.stopAck = null;
    this.owed = 0;
    const { local: from, peer: to, received } = this;
    const ack = flags & FLAG.ACK ? (this.theirFirst + received.next) >>> 0 : 0;
    this.events.transmit({ from, to, seq: (this.first + place) >>> 0, ack, flags, window: received.window, data });
  }

  private acknowledge(): void {
    if (this.state !== "closed") this.emit(this.nxt, FLAG.ACK);
  }

  private restartTimer(): void {
    this.stopTimer?.();
    this.stopTimer = null;
    if (this.nxt === this.una && this.nxt >= this.out.end) return;
    this.stopTimer = this.clock.after(this.timeout.milliseconds, () => this.timedOut());
  }

  private timedOut(): void {
    this.stopTimer = null;
    if (this.state === "closed") return;
    const most = this.state in MOST_TRIES ? MOST_TRIES[this.state as "syn-sent"] : MOST_TRIES.other;
    if (++this.tries > most) {
      this.fail("ETIMEDOUT");
      return;
    }
    this.timeout.double();
    if (this.nxt === this.una) {
      // The window is shut: one byte asks whether it still is (RFC 9293, 3.8.6.1).
      this.probing = true;
      this.emitData(this.nxt, 1);
      this.nxt++;
    } else if (this.probing) this.emitData(this.una, 1);
    else {
      this.congestion.collapsed(this.nxt - this.una, this.nxt);
      this.resend();
    }
    this.restartTimer();
  }

  /** Both ends are done; what still comes twice is answered for a while. */
  private waitOut(): void {
    this.state = "time-wait";
    this.linger();
  }

  private linger(): void {
    this.stopTimer?.();
    this.stopTimer = this.clock.after(LINGER, () => this.over());
  }

  private fail(error: "ECONNREFUSED" | "ECONNRESET" | "ETIMEDOUT"): void {
    const done = this.state === "time-wait";
    this.over();
    if (!done) this.events.failed(error);
  }

  private over(): void {
    if (this.state === "closed") return;
    this.state = "closed";
    this.stopTimer?.();
    this.stopAck?.();
    this.events.closed();
  }
}
