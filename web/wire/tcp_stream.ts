// SPDX-License-Identifier: MIT

import { FLAG } from "../posix/networks/tab/weather/packet.ts";
import { type End, type Packet, packet } from "./packets.ts";

/** An IPv4 packet is at most 65535 bytes long. */
const MOST = 65_000;

/** One TCP connection as packets that could have been on a wire: sequence numbers, acknowledgements, an end. */
export class TcpStream {
  readonly packets: Packet[] = [];
  readonly #ends: { out: End; in: End };
  readonly #next = { out: 1000, in: 5000 };
  readonly #finished = { out: false, in: false };
  #open = false;

  constructor(local: End, peer: End) {
    this.#ends = { out: local, in: peer };
  }

  open(start: number, end: number): void {
    this.#send("out", FLAG.SYN, start);
    this.#next.out++;
    this.#send("in", FLAG.SYN | FLAG.ACK, end);
    this.#next.in++;
    this.#send("out", FLAG.ACK, end);
    this.#open = true;
  }

  /** The host said no. */
  refused(start: number, end: number): void {
    this.#send("out", FLAG.SYN, start);
    this.#next.out++;
    this.#send("in", FLAG.RST | FLAG.ACK, end);
  }

  /** Nobody answered. */
  unanswered(start: number): void {
    this.#send("out", FLAG.SYN, start);
  }

  /** Data of `size` bytes, of which `kept` are known: those get a segment of their own, with a right checksum. */
  data(side: "out" | "in", kept: Uint8Array, size: number, time: number): void {
    if (!this.#open || this.#finished[side]) return;
    for (let at = 0; at < size; ) {
      const whole = at < kept.length;
      const length = Math.min(MOST, (whole ? kept.length : size) - at);
      const data = whole ? kept.subarray(at, at + length) : new Uint8Array();
      this.#send(side, FLAG.PSH | FLAG.ACK, time, data, length);
      this.#next[side] += length;
      at += length;
    }
    this.#send(side === "out" ? "in" : "out", FLAG.ACK, time);
  }

  finish(side: "out" | "in", time: number): void {
    if (!this.#open || this.#finished[side]) return;
    this.#finished[side] = true;
    this.#send(side, FLAG.FIN | FLAG.ACK, time);
    this.#next[side]++;
    this.#send(side === "out" ? "in" : "out", FLAG.ACK, time);
  }

  reset(side: "out" | "in", time: number): void {
    if (!this.#open) return;
    this.#send(side, FLAG.RST | FLAG.ACK, time);
    this.#open = false;
  }

  #send(side: "out" | "in", flags: number, time: number, data?: Uint8Array, size?: number): void {
    const other = side === "out" ? "in" : "out";
    const { [side]: from, [other]: to } = this.#ends;
    const [seq, ack] = [this.#next[side], this.#next[other]];
    this.packets.push(packet({ from, to, seq, ack, flags, data, size, time }, this.packets.length));
  }
}
