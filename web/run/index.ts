// SPDX-License-Identifier: MIT

export type { CallRecord, CallRecord as Call, GatewayConfig, Target } from "../posix/index.ts";
export { missingFeatures } from "./jspi.ts";
export { type ExitStatus, Program, type ProgramOptions } from "./program.ts";
