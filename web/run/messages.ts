// SPDX-License-Identifier: MIT

import type { CallRecord } from "../posix/index.ts";
import type { GatewayConfig, Target } from "../posix/networks/index.ts";
import type { NamedHost } from "../posix/networks/tab/hosts.ts";
import type { PacketRecord } from "../posix/networks/tab/weather/internet.ts";
import type { Weather } from "../posix/networks/tab/weather/weather.ts";

export interface Start {
  type: "start";
  wasm: string | ArrayBuffer | WebAssembly.Module;
  args: string[];
  env: Record<string, string>;
  gateway: GatewayConfig;
  columns: number;
  rows: number;
  files: { path: string; data: Uint8Array }[];
  trace: boolean;
  /** Leads to the tab's other programs. */
  broker: MessagePort;
  /** Ask before hosts outside the tab are reached. */
  ask: boolean;
}

/** From the page to the worker. */
export type ToWorker =
  | Start
  | { type: "input"; bytes: Uint8Array }
  | { type: "drawn"; bytes: number }
  | { type: "resize"; columns: number; rows: number }
  | { type: "trace"; on: boolean }
  | { type: "answer"; id: number; allowed: boolean }
  | { type: "read"; id: number; path: string }
  | { type: "write"; path: string; data: Uint8Array };

/** From the page to the worker of the tab's network; a port comes with "join". */
export type ToBrokerWorker =
  | { type: "join"; member: number; addresses: string[] }
  | { type: "leave"; member: number }
  /** The practice hosts listen now; or they do so no more. */
  | { type: "practice"; hosts: NamedHost[] | null }
  | { type: "weather"; weather: Weather | null }
  | { type: "lose"; count: number };

export type FromBrokerWorker =
  /** Somebody wants to reach the practice hosts. */
  { type: "wanted" } | { type: "packets"; records: PacketRecord[] };

/** From the worker to the page. */
export type FromWorker =
  | { type: "output"; bytes: Uint8Array; fd: 1 | 2 }
  | { type: "notice"; text: string }
  | { type: "files"; files: { path: string; size: number }[] }
  | { type: "ask"; id: number; target: Target }
  /** `origin`: when the clock of the records was zero, in milliseconds since 1970. */
  | { type: "calls"; records: CallRecord[]; origin: number }
  | { type: "file"; id: number; data: Uint8Array | null }
  | { type: "ended"; code: number; signal: number | null; error?: string }
  | { type: "drained" }
  | { type: "failed"; error: string };
