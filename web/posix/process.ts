// SPDX-License-Identifier: MIT

import { SIG } from "./abi.ts";
import { type CallListener, silent } from "./call_record.ts";
import { Changes } from "./changes.ts";
import { Descriptors } from "./descriptors.ts";
import { type Answer, type ErrnoNumbers, type Reply, readErrnos } from "./errno.ts";
import { FileTree } from "./files/tree.ts";
import { IntervalTimer } from "./interval_timer.ts";
import { Memory } from "./memory.ts";
import { servicesFile } from "./names/services.ts";
import type { Network } from "./networks/network.ts";
import type { Platform } from "./platform.ts";
import { LineDiscipline } from "./terminal/line_discipline.ts";
import { TerminalFile } from "./terminal/terminal_file.ts";
import { Describer } from "./tracing/describe.ts";
import { Waiting } from "./waiting.ts";

/** How a program takes a signal, as src/posix/signals.c tells. */
const DISPOSITION = { DEFAULT: 0, IGNORED: 1, HANDLED: 2 } as const;

/** How long the end of a program waits for its last bytes before it is told; they go on being delivered: ms. */
const PATIENCE = 3000;

/** What a program's module exports, as far as this side calls it. */
export interface ProgramExports {
  memory: { readonly buffer: ArrayBuffer };
  porthole_errnos?: () => number;
  porthole_disposition?: (signal: number) => number;
}

export interface Ending {
  /** The status a shell would show: 128 and the signal's number where one ended the program. */
  code: number;
  signal: number | null;
  /** What went wrong inside, in the browser's words. */
  error?: string;
}

export interface ProcessOptions {
  platform: Platform;
  network: Network;
  args: string[];
  env: Record<string, string>;
  columns: number;
  rows: number;
  files?: { path: string; data: Uint8Array }[];
  /** Bytes for the terminal. */
  output(bytes: Uint8Array<ArrayBuffer>, fd: 1 | 2): void;
  /** The program has ended: every byte it sent was handed on, or a host has been taking its time for a while. */
  ended(ending: Ending): void;
  /** Every byte was handed on and every socket is closed: whatever keeps this process alive may go. */
  drained(): void;
  /** The lowest number of a new descriptor: 0, unless lower ones are not this process's. */
  firstDescriptor?: number;
  /** Files were written; called at most a few times a second. */
  filesChanged?(files: { path: string; size: number }[]): void;
}

/** One running program as its kernel sees it. */
export class Process {
  readonly descriptors: Descriptors;
  readonly memory: Memory;
  readonly terminal: LineDiscipline;
  readonly tree: FileTree;
  readonly waiting: Waiting;
  readonly network: Network;
  readonly platform: Platform;
  readonly args: string[];
  readonly env: Record<string, string>;
  readonly alarm: IntervalTimer;
  cwd = "/";
  /** Permissions that new files do not get. */
  umask = 0o022;
  errnos: ErrnoNumbers = new Map();
  /** Is told of every socket call, for the wire view. */
  callListener: CallListener = silent;
  readonly describer = new Describer(this);
  private exports: ProgramExports | null = null;
  private readonly signals: number[] = [];
  private readonly signalled = new Changes();
  private readonly closing = new Set<Promise<void>>();
  /** The other programs are being told of a Unix socket's file that went. */
  private telling: Promise<void> | null = null;
  private nextInode = 1000;
  private exiting = false;
  private reporting = false;

  constructor(private readonly options: ProcessOptions) {
    this.platform = options.platform;
    this.network = options.network;
    this.descriptors = new Descriptors(options.firstDescriptor);
    this.args = options.args;
    this.env = options.env;
    this.memory = new Memory(() => (this.exports as ProgramExports).memory.buffer);
    this.alarm = new IntervalTimer(this.platform, () => this.raise(SIG.ALRM));
    const resumed = () => this.network.resumed?.();
    this.waiting = new Waiting(this.platform, this.signalled, () => this.signals.length > 0, resumed);
    this.terminal = new LineDiscipline(
      { output: options.output, signal: (number) => this.raise(number) },
      options.columns,
      options.rows,
    );
    this.tree = new FileTree(() => this.platform.now());
    this.furnish(options.files ?? []);
    const { paths } = this.network;
    if (paths) {
      paths.watch((path, there) => this.tree.showSocket(path, there));
      this.tree.socketMoved = (path, next) => {
        this.telling = paths.moved(path, next);
      };
    }
    const screen = new TerminalFile(this.terminal, this.memory, 1);
    this.descriptors.put(0, screen, false);
    this.descriptors.put(1, screen, false);
    this.descriptors.put(2, new TerminalFile(this.terminal, this.memory, 2), false);
  }

  /** The module is there, and about to start. */
  attach(exports: ProgramExports): void {
    this.exports = exports;
    if (exports.porthole_errnos) this.errnos = readErrnos(exports.memory.buffer, exports.porthole_errnos());
  }

  /** The program has exited or was killed. */
  get ended(): boolean {
    return this.exiting;
  }

  newInode(): number {
    return this.nextInode++;
  }

  /** A signal from outside; one that the program does not handle ends it. */
  raise(signal: number): void {
    const disposition = this.exports?.porthole_disposition?.(signal) ?? DISPOSITION.DEFAULT;
    if (disposition === DISPOSITION.IGNORED) return;
    if (disposition === DISPOSITION.DEFAULT) {
      this.exit({ code: 128 + signal, signal });
      return;
    }
    this.signals.push(signal);
    this.signalled.notify();
  }

  /** The next signal to handle, 0 if there is none. */
  takeSignal(): number {
    return this.signals.shift() ?? 0;
  }

  resize(columns: number, rows: number): void {
    this.terminal.columns = columns;
    this.terminal.rows = rows;
    // Before the module is there nobody can have asked for SIGWINCH, and its default is to do nothing.
    if (this.exports) this.raise(28);
  }

  /** The answer of a call that may have removed a Unix socket's file: it comes when no program sees the file any more. */
  whenTold(answer: Answer): Reply {
    const { telling } = this;
    this.telling = null;
    return telling ? telling.then(() => answer) : answer;
  }

  /** Remembers a connection that still delivers what the program sent. */
  linger(closing: Promise<void>): void {
    this.closing.add(closing);
    closing.then(() => this.closing.delete(closing));
  }

  /** Closes everything and tells the end, and later that all is delivered. The result never resolves. */
  exit(ending: Ending): Promise<never> {
    if (!this.exiting) {
      this.exiting = true;
      this.alarm.set(0, 0);
      this.descriptors.closeAll();
      let told = false;
      const tell = () => {
        if (told) return;
        told = true;
        this.reportFiles();
        this.options.ended(ending);
      };
      const cancel = this.platform.after(PATIENCE, tell);
      this.drain().then(() => {
        cancel();
        tell();
        this.options.drained();
      });
    }
    return new Promise(() => {});
  }

  /** A file was written: the page learns of it soon. */
  filesChanged(): void {
    if (this.reporting) return;
    this.reporting = true;
    this.platform.after(200, () => this.reportFiles());
  }

  private reportFiles(): void {
    this.reporting = false;
    this.options.filesChanged?.(this.tree.list());
  }

  /** Waits, however long it takes, until what was sent has been handed on. */
  private async drain(): Promise<void> {
    await Promise.all(this.closing);
    await this.network.finish();
  }

  private furnish(files: { path: string; data: Uint8Array }[]): void {
    const encoder = new TextEncoder();
    for (const folder of ["/etc", "/home", "/tmp"]) this.tree.makeDirectory(folder);
    this.place("/etc/services", encoder.encode(servicesFile()));
    this.place("/etc/hosts", encoder.encode("127.0.0.1\tlocalhost\n::1\tlocalhost\n"));
    for (const { path, data } of files) this.place(path, data);
  }

  /** Puts a file where the page wants it, making the folders on the way. */
  place(path: string, data: Uint8Array): void {
    this.tree.makeFolders(path);
    const old = this.tree.find(path);
    const file = typeof old === "string" ? this.tree.createFile(path) : old;
    if (typeof file !== "string" && "data" in file) {
      (file as { data: Uint8Array }).data = data.slice();
      this.tree.touch(file);
    }
  }

  /** A file's bytes, or null if there is none. */
  fetch(path: string): Uint8Array<ArrayBuffer> | null {
    const inode = this.tree.find(path);
    return typeof inode !== "string" && "data" in inode ? (inode as { data: Uint8Array }).data.slice() : null;
  }
}
