// SPDX-License-Identifier: MIT

export type { CallRecord } from "./call_record.ts";
export { posixCalls, programImports, type Suspend } from "./imports.ts";
export { type GatewayConfig, openNetworks, type Target } from "./networks/index.ts";
export type { Network } from "./networks/network.ts";
export type { Body, Channel, Platform } from "./platform.ts";
export { type Ending, Process, type ProcessOptions, type ProgramExports } from "./process.ts";
