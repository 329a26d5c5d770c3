// SPDX-License-Identifier: MIT

import { SIG } from "../abi.ts";
import { Changes } from "../changes.ts";
import type { Answer } from "../errno.ts";
import { I, L, OUT, Termios, V } from "./termios.ts";
import { columnsOf } from "./width.ts";

const NEWLINE = 10;
const RETURN = 13;
/** Bytes that may be on their way to the screen: a program that prints faster waits, as for any slow terminal. */
const MOST_UNDRAWN = 256 * 1024;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

export interface TerminalEvents {
  /** Bytes for the screen; 2 where the program wrote them to standard error. */
  output(bytes: Uint8Array<ArrayBuffer>, fd: 1 | 2): void;
  signal(number: number): void;
}

/** What the kernel does between a keyboard and a program: echo, editing of a line, signals, end of file. */
export class LineDiscipline {
  readonly changed = new Changes();
  termios = new Termios();
  /** The line being typed. */
  private line: number[] = [];
  /** Lines (or, in raw mode, bytes) that a read may have; an empty one is an end of file. */
  private ready: Uint8Array[] = [];
  private undrawn = 0;

  constructor(
    private readonly events: TerminalEvents,
    public columns: number,
    public rows: number,
  ) {}

  private get canonical(): boolean {
    return (this.termios.local & L.ICANON) !== 0;
  }

  /** Keys that were pressed, or bytes that were pasted. */
  input(bytes: Uint8Array): void {
    for (const byte of bytes) this.key(byte);
    this.changed.notify();
  }

  read(to: Uint8Array): Answer {
    const first = this.ready[0];
    if (!first) return this.canonical || this.termios.characters[V.MIN] ? "EAGAIN" : this.timed();
    if (to.length === 0) return 0;
    let count = 0;
    while (count < to.length && this.ready[0]) {
      const piece = this.ready[0] as Uint8Array;
      const part = piece.subarray(0, to.length - count);
      to.set(part, count);
      count += part.length;
      if (part.length < piece.length) this.ready[0] = piece.subarray(part.length);
      else this.ready.shift();
      if (this.canonical) break;
    }
    return count;
  }

  /** Milliseconds after which a read in raw mode without VMIN gives up. */
  get readLimit(): number | undefined {
    const { characters } = this.termios;
    if (this.canonical || characters[V.MIN] !== 0) return undefined;
    return (characters[V.TIME] ?? 0) * 100;
  }

  private timed(): Answer {
    return this.termios.characters[V.TIME] === 0 ? 0 : "EAGAIN";
  }

  get readable(): boolean {
    return this.ready.length > 0;
  }

  get available(): number {
    return this.ready.reduce((sum, piece) => sum + piece.length, 0);
  }

  write(bytes: Uint8Array, fd: 1 | 2): void {
    const { output } = this.termios;
    const plain = (output & OUT.OPOST) === 0 || (output & OUT.ONLCR) === 0 || !bytes.includes(NEWLINE);
    const shown = plain ? bytes.slice() : withReturns(bytes);
    this.undrawn += shown.length;
    this.events.output(shown, fd);
  }

  /** So many bytes have come to the screen. */
  drawn(bytes: number): void {
    const waited = this.congested;
    this.undrawn = Math.max(0, this.undrawn - bytes);
    if (waited && !this.congested) this.changed.notify();
  }

  /** The screen is behind: whoever wants to write waits. */
  get congested(): boolean {
    return this.undrawn >= MOST_UNDRAWN;
  }

  /** tcsetattr; what was typed in the other mode stays readable. */
  configure(change: (termios: Termios) => void, flush: boolean): void {
    if (flush) this.flush();
    const was = this.canonical;
    change(this.termios);
    if (was && !this.canonical && this.line.length > 0) this.commit();
    this.changed.notify();
  }

  flush(): void {
    this.line = [];
    this.ready = [];
  }

  private key(given: number): void {
    const { input, local, characters } = this.termios;
    let byte = given;
    if (byte === RETURN) {
      if (input & I.IGNCR) return;
      if (input & I.ICRNL) byte = NEWLINE;
    } else if (byte === NEWLINE && input & I.INLCR) {
      byte = RETURN;
    }
    if (local & L.ISIG && (byte === characters[V.INTR] || byte === characters[V.QUIT]) && byte !== 0) {
      this.echo(byte);
      this.flush();
      this.events.signal(byte === characters[V.INTR] ? SIG.INT : SIG.QUIT);
      return;
    }
    if (!this.canonical) {
      this.echo(byte);
      this.ready.push(Uint8Array.of(byte));
    } else {
      this.edit(byte);
    }
  }

  private edit(byte: number): void {
    const { characters } = this.termios;
    // A control character set to 0 is switched off.
    const key = byte === 0 ? -1 : byte;
    if (byte === NEWLINE) {
      this.line.push(byte);
      if (this.termios.local & (L.ECHO | L.ECHONL)) this.show("\r\n");
      this.commit();
    } else if (key === characters[V.EOF]) {
      this.commit();
    } else if (key === characters[V.ERASE]) {
      this.erase((text) => text.slice(0, -1));
    } else if (key === characters[V.KILL]) {
      this.erase(() => []);
    } else if (key === characters[V.WERASE]) {
      this.erase((text) => [...text.join("").replace(/[\p{L}\p{N}_]*[^\p{L}\p{N}_]*$/u, "")]);
    } else {
      this.line.push(byte);
      this.echo(byte);
    }
  }

  /** Cuts the line to what `keep` leaves of its characters and takes the rest off the screen. */
  private erase(keep: (characters: string[]) => string[]): void {
    const before = [...decoder.decode(Uint8Array.from(this.line))];
    const after = keep(before);
    const gone = before.slice(after.length);
    this.line = [...encoder.encode(after.join(""))];
    if (this.termios.local & L.ECHO) this.show("\b \b".repeat(gone.reduce((sum, each) => sum + columnsOf(each), 0)));
  }

  private commit(): void {
    this.ready.push(Uint8Array.from(this.line));
    this.line = [];
  }

  private echo(byte: number): void {
    const { local } = this.termios;
    if (!(local & L.ECHO)) return;
    if (byte === NEWLINE) this.show("\r\n");
    else if (byte < 32 && byte !== 9 && local & L.ECHOCTL) this.show(`^${String.fromCharCode(byte + 64)}`);
    else this.events.output(Uint8Array.of(byte), 1);
  }

  private show(text: string): void {
    this.events.output(encoder.encode(text), 1);
  }
}

function withReturns(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  let lines = 0;
  for (const byte of bytes) if (byte === NEWLINE) lines++;
  const result = new Uint8Array(bytes.length + lines);
  let to = 0;
  for (const byte of bytes) {
    if (byte === NEWLINE) result[to++] = RETURN;
    result[to++] = byte;
  }
  return result;
}
