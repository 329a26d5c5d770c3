// SPDX-License-Identifier: MIT

import { Compiler } from "../../../web/compile/index.ts";
import {
  type CallRecord,
  losePackets,
  missingFeatures,
  type PacketRecord,
  Program,
  type ProgramOptions,
  servePractice,
  setWeather,
  watchPackets,
} from "../../../web/run/index.ts";
import { inheritingWorker } from "../../../web/run/inheriting_worker.ts";
import { asJson, Wire } from "../../../web/wire/index.ts";
import probe from "./doors_probe.ts?worker&url";

/** Keyboard input: text, after a change of the window's size if there is one, once so many milliseconds have passed since the last, or once the output ends with `after`. */
interface Keys {
  text: string;
  wait?: number;
  after?: string;
  size?: [columns: number, rows: number];
}

export interface RunRequest extends Omit<ProgramOptions, "columns" | "rows"> {
  columns?: number;
  rows?: number;
  input?: Keys[];
  /** Stop after so many milliseconds. */
  stopAfter?: number;
  timeout?: number;
}

export interface RunResult {
  stdout: string;
  stderr: string;
  /** What the screen got: both streams and the echo, in order. */
  screen: string;
  code: number | null;
  signal: string | null;
  error?: string;
  notices: string[];
  calls: CallRecord[];
  /** The calls as the wire view saves them, in JSON lines. */
  trace: string;
  files: { path: string; size: number }[];
  milliseconds: number;
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A stream as text; UTF-8 that is cut between two pieces is joined. */
class Text {
  private readonly decoder = new TextDecoder();
  text = "";
  add(bytes: Uint8Array): void {
    this.text += this.decoder.decode(bytes, { stream: true });
  }
}

async function type(program: Program, input: Keys[], screen: Text, ended: () => boolean): Promise<void> {
  const encoder = new TextEncoder();
  let seen = 0;
  for (const { text, wait, after, size } of input) {
    if (wait) await sleep(wait);
    while (after && !screen.text.slice(seen).includes(after)) {
      if (ended()) return;
      await sleep(5);
    }
    if (after) seen = screen.text.indexOf(after, seen) + after.length;
    if (size) program.resize(...size);
    if (text) program.input(encoder.encode(text));
  }
}

function asTrace(calls: CallRecord[]): string {
  const wire = new Wire();
  wire.add(calls);
  return asJson(wire);
}

async function runProgram(request: RunRequest): Promise<RunResult> {
  const { input, stopAfter, timeout, ...options } = request;
  const start = performance.now();
  const program = new Program({ columns: 80, rows: 24, ...options });
  const [stdout, stderr, screen] = [new Text(), new Text(), new Text()];
  const result = { notices: [] as string[], calls: [] as CallRecord[], files: [] as RunResult["files"] };
  program.onOutput = (bytes, fd) => {
    (fd === 2 ? stderr : stdout).add(bytes);
    screen.add(bytes);
  };
  Object.assign(window, { shown: screen, noticed: result.notices });
  program.onNotice = (text) => result.notices.push(text);
  program.onCalls = (records) => result.calls.push(...records);
  program.onFiles = (files) => {
    result.files = files;
  };
  let ended = false;
  if (input) void type(program, input, screen, () => ended);
  if (stopAfter) setTimeout(() => program.stop(), stopAfter);
  const late = sleep(timeout ?? 30_000).then(() => ({ code: null, signal: null, error: "the test's time is up" }));
  const status = await Promise.race([program.exited, late]);
  ended = true;
  const milliseconds = performance.now() - start;
  program.stop();
  const plain = (text: string) => text.replaceAll("\r\n", "\n");
  return {
    ...status,
    ...result,
    trace: asTrace(result.calls),
    stdout: plain(stdout.text),
    stderr: plain(stderr.text),
    screen: screen.text,
    milliseconds,
  };
}

/** What was sent in packets, while there is weather. */
const packets: PacketRecord[] = [];
watchPackets((records) => packets.push(...records));

const beside: { program: Program; text: string }[] = [];

/** Starts a program that runs until stopBeside; what it prints gathers in `beside`. */
function startBeside({ base64, ...options }: RunRequest & { base64: string }): number {
  const wasm = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0)).buffer;
  const program = new Program({ columns: 80, rows: 24, ...options, wasm });
  const entry = { program, text: "" };
  const decoder = new TextDecoder();
  program.onOutput = (bytes) => {
    entry.text += decoder.decode(bytes, { stream: true });
  };
  return beside.push(entry) - 1;
}

function stopBeside(): void {
  for (const { program } of beside.splice(0)) program.stop();
}

/** What the probe found in a worker that was started as a program's is. */
function probeDoors(): Promise<unknown> {
  const worker = inheritingWorker(probe, "probe");
  return new Promise((resolve, reject) => {
    worker.onmessage = (event) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
  }).finally(() => worker.terminate());
}

servePractice("programs/practice.wasm");
Object.assign(window, {
  setWeather,
  losePackets,
  packets,
  beside,
  startBeside,
  stopBeside,
  probeDoors,
  runProgram,
  missingFeatures,
  Program,
  Compiler,
});
