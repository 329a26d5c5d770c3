// SPDX-License-Identifier: MIT
// The npm package porthole-posix: sockets for programs that Emscripten compiled, see docs/emscripten.md.

export type { CallRecord } from "../posix/call_record.ts";
export type { GatewayConfig } from "../posix/networks/index.ts";
export { type Sockets, type SocketsOptions, sockets } from "../run/glue.ts";
export { type ExitStatus, missingFeatures, Program, type ProgramOptions } from "../run/index.ts";
