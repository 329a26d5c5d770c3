// SPDX-License-Identifier: MIT

export type { CallRecord, CallRecord as Call } from "../posix/call_record.ts";
export type { GatewayConfig, Target } from "../posix/networks/index.ts";
export type { PacketRecord } from "../posix/networks/tab/weather/internet.ts";
export { CLEAR, type Weather } from "../posix/networks/tab/weather/weather.ts";
export { missingFeatures } from "./jspi.ts";
export { servePractice } from "./practice.ts";
export { type ExitStatus, Program, type ProgramOptions } from "./program.ts";
export { losePackets, setWeather, watchPackets } from "./tab.ts";
