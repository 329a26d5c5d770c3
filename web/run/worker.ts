// SPDX-License-Identifier: MIT

import { type CallRecord, openNetworks, Process, type Target } from "../posix/index.ts";
import type { Port } from "../posix/networks/tab/messages.ts";
import { shutDoors } from "./doors.ts";
import { compile, start } from "./load.ts";
import type { FromWorker, Start, ToWorker } from "./messages.ts";
import { Batch } from "./recorder.ts";
import { webPlatform } from "./web_platform.ts";

const send = self.postMessage.bind(self);
const post = (message: FromWorker, transfer: Transferable[] = []) => send(message, { transfer });

let process: Process | null = null;
const early: ToWorker[] = [];
const recorder = new Batch<CallRecord>((records) => post({ type: "calls", records, origin: performance.timeOrigin }));

const questions: ((allowed: boolean) => void)[] = [];

/** Asks the reader, through the page. */
function ask(target: Target): Promise<boolean> {
  post({ type: "ask", id: questions.length, target });
  return new Promise((answer) => questions.push(answer));
}

async function run(options: Start): Promise<void> {
  const platform = webPlatform();
  const notice = (text: string) => post({ type: "notice", text });
  const network = openNetworks(
    platform,
    options.gateway,
    notice,
    options.ask ? ask : null,
    options.broker as unknown as Port,
  );
  const module = await compile(options.wasm);
  process = new Process({
    ...options,
    platform,
    network,
    output: (bytes, fd) => post({ type: "output", bytes, fd }, [bytes.buffer]),
    ended: (ending) => {
      recorder.flush();
      post({ type: "ended", ...ending });
    },
    drained: () => post({ type: "drained" }),
    filesChanged: (files) => post({ type: "files", files }),
  });
  if (options.trace) process.callListener = recorder.add;
  for (const message of early) handle(message, process);
  shutDoors(self);
  await start(module, process);
}

function handle(message: ToWorker, to: Process): void {
  switch (message.type) {
    case "input":
      to.terminal.input(message.bytes);
      return;
    case "drawn":
      to.terminal.drawn(message.bytes);
      return;
    case "resize":
      to.resize(message.columns, message.rows);
      return;
    case "trace":
      to.callListener = message.on ? recorder.add : null;
      return;
    case "answer":
      questions[message.id]?.(message.allowed);
      return;
    case "read":
      post({ type: "file", id: message.id, data: to.fetch(message.path) });
      return;
    case "write":
      to.place(message.path, message.data);
      to.filesChanged();
      return;
  }
}

self.onmessage = (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if (message.type === "start") {
    run(message).catch((error: unknown) => post({ type: "failed", error: String((error as Error)?.message ?? error) }));
  } else if (process) {
    handle(message, process);
  } else {
    early.push(message);
  }
};
