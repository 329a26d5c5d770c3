// SPDX-License-Identifier: MIT
/// <reference path="./workers.d.ts" />

import type { CallRecord } from "../posix/call_record.ts";
import type { GatewayConfig, Target } from "../posix/networks/index.ts";
import { inheritingWorker } from "./inheriting_worker.ts";
import { missingFeatures } from "./jspi.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { joinTab, type Membership } from "./tab.ts";
import script from "./worker.ts?worker&url";

export interface ProgramOptions {
  /** A URL, the bytes of a module, or a compiled one. */
  wasm: string | ArrayBuffer | WebAssembly.Module;
  /** argv[0]. */
  name: string;
  args: string[];
  env?: Record<string, string>;
  gateway: GatewayConfig;
  columns: number;
  rows: number;
  files?: { path: string; data: Uint8Array }[];
  /** Record socket calls from the start; `onCalls` gets them. */
  trace?: boolean;
  /** The addresses of its host besides loopback; the reader's own host unless told. */
  addresses?: string[];
  /** Wait for `onAsk` before each first connection to a host and port outside the tab. */
  ask?: boolean;
}

export interface ExitStatus {
  /** The status a shell would show; null after Stop or a failure. */
  code: number | null;
  signal: string | null;
  /** A trap, or a program that could not be loaded, in a sentence. */
  error?: string;
}

/** Bytes shown before the program hears of it; what it may be ahead is a multiple of this. */
const ENOUGH = 32 * 1024;

const SIGNALS = new Map([
  [1, "SIGHUP"],
  [2, "SIGINT"],
  [3, "SIGQUIT"],
  [6, "SIGABRT"],
  [13, "SIGPIPE"],
  [15, "SIGTERM"],
]);

/** A program that runs in a worker of its own, from construction until `exited` resolves. */
export class Program {
  /**
   * Terminal output as it comes; 2 is what the program wrote to standard error. A promise says when it is shown: a program
   * that prints faster than that waits.
   */
  onOutput: (bytes: Uint8Array, fd: 1 | 2) => void | Promise<void> = () => {};
  /** A sentence for the reader: no gateway, a refused address, a lost link. */
  onNotice: (text: string) => void = () => {};
  /** The private file system changed. */
  onFiles?: (files: { path: string; size: number }[]) => void;
  /** Socket calls as they return, while tracing is on. */
  onCalls?: (records: CallRecord[], origin: number) => void;
  /** Whether the program may reach this host and port; it waits for the answer as for a slow connect. */
  onAsk: (target: Target) => Promise<boolean> = async () => false;
  readonly exited: Promise<ExitStatus>;

  /** What the tab's network calls it, in the records of packets. */
  readonly member: number;

  private readonly worker: Worker;
  private readonly membership: Membership;
  private settle: (status: ExitStatus) => void = () => {};
  private ended = false;
  /** The program came to its own end. */
  private left = false;
  private drained = false;
  private stopped = false;
  private readonly reads = new Map<number, (data: Uint8Array | null) => void>();
  private nextRead = 1;
  private shown = 0;

  constructor(options: ProgramOptions) {
    this.exited = new Promise((resolve) => {
      this.settle = resolve;
    });
    this.worker = inheritingWorker(script, options.name);
    this.worker.onmessage = (event: MessageEvent<FromWorker>) => this.message(event.data);
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.end({ code: null, signal: null, error: event.message || "the program's worker could not be started" });
    };
    this.membership = joinTab(options.addresses);
    this.member = this.membership.member;
    const missing = missingFeatures();
    if (missing.length > 0) {
      queueMicrotask(() => this.end({ code: null, signal: null, error: `this browser has no ${missing.join(", ")}` }));
      return;
    }
    const { wasm, columns, rows, gateway } = options;
    const broker = this.membership.port;
    const start: ToWorker = {
      type: "start",
      wasm: typeof wasm === "string" ? new URL(wasm, document.baseURI).href : wasm,
      args: [options.name, ...options.args],
      env: { HOME: "/", PATH: "/", TERM: "xterm-256color", LANG: "C.UTF-8", ...options.env },
      gateway,
      columns,
      rows,
      files: options.files ?? [],
      trace: options.trace ?? false,
      ask: options.ask ?? false,
      broker,
    };
    this.worker.postMessage(start, [broker]);
  }

  /** Keys that were pressed, or text that was pasted. */
  input(bytes: Uint8Array): void {
    this.post({ type: "input", bytes });
  }

  resize(columns: number, rows: number): void {
    this.post({ type: "resize", columns, rows });
  }

  trace(on: boolean): void {
    this.post({ type: "trace", on });
  }

  /**
   * Ends the program at once, whatever it does. One that has ended by itself is let go of: its worker stays just until
   * the last bytes that it sent are delivered.
   */
  stop(): void {
    if (this.left && !this.drained) {
      this.stopped = true;
      return;
    }
    this.end({ code: null, signal: "SIGKILL" });
  }

  readFile(path: string): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const id = this.nextRead++;
      this.reads.set(id, (data) => (data ? resolve(data) : reject(new Error(`${path}: No such file or directory`))));
      this.post({ type: "read", id, path });
    });
  }

  writeFile(path: string, data: Uint8Array): void {
    this.post({ type: "write", path, data });
  }

  private post(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private message(message: FromWorker): void {
    if (this.ended && message.type !== "file") return;
    switch (message.type) {
      case "output":
        void this.show(message.bytes, message.fd);
        return;
      case "notice":
        this.onNotice(message.text);
        return;
      case "files":
        this.onFiles?.(message.files);
        return;
      case "calls":
        this.onCalls?.(message.records, message.origin);
        return;
      case "ask":
        void this.ask(message.id, message.target);
        return;
      case "file":
        this.reads.get(message.id)?.(message.data);
        this.reads.delete(message.id);
        return;
      case "drained":
        this.drained = true;
        if (this.stopped) this.stop();
        return;
      case "ended": {
        this.left = true;
        const signal = message.signal === null ? null : (SIGNALS.get(message.signal) ?? `signal ${message.signal}`);
        if (message.error === undefined) {
          this.settle({ code: message.code, signal });
        } else {
          this.settle({ code: null, signal: null, error: message.error });
          this.stop();
        }
        return;
      }
      case "failed":
        this.end({ code: null, signal: null, error: message.error });
        return;
    }
  }

  private async ask(id: number, target: Target): Promise<void> {
    let allowed = false;
    try {
      allowed = await this.onAsk(target);
    } catch (error) {
      console.error(error);
    }
    this.post({ type: "answer", id, allowed });
  }

  private async show(bytes: Uint8Array, fd: 1 | 2): Promise<void> {
    await this.onOutput(bytes, fd);
    this.shown += bytes.length;
    if (this.shown < ENOUGH) return;
    this.post({ type: "drawn", bytes: this.shown });
    this.shown = 0;
  }

  private end(status: ExitStatus): void {
    this.ended = true;
    this.worker.terminate();
    this.membership.leave();
    for (const answer of this.reads.values()) answer(null);
    this.reads.clear();
    this.settle(status);
  }
}
