// SPDX-License-Identifier: MIT
// One sentence on what to do, after a program ended with an error. The terminal has the error itself, word for
// word as the native program prints it; this reads those words and what is known of the gateway.

import type { ExitStatus } from "../run/index.ts";
import type { GatewayState } from "./gateway.ts";
import type { TextKey, Values } from "./language.ts";
import { practiceHosts } from "./protocols.ts";

export interface Ending {
  status: ExitStatus;
  /** The last kilobytes that the program printed. */
  tail: string;
  args: readonly string[];
  gateway: GatewayState;
  /** The gateway's host and port. */
  host: string;
  /** The last sentence that the gateway or the link said, in English. */
  notice?: string;
}

export interface Advice {
  key: TextKey;
  values?: Values;
  /** Offer the settings with it. */
  settings?: boolean;
}

const mentions = (tail: string, ...reasons: string[]): boolean => reasons.some((reason) => tail.includes(reason));
const outward = [
  "Network is unreachable",
  "Network is down",
  "Temporary failure in name resolution",
  "Connection refused",
  "Connection reset by peer",
  "Software caused connection abort",
  "Name or service not known",
  "No route to host",
  "Connection timed out",
  "timed out",
];

/** What hosts answer to a wrong name or password: FTP 530, SMTP 535, NNTP 481, POP3's and IMAP's codes, and plain words. */
const refusedLogin =
  /\b(530|535|481)[ -]|\[AUTH\]|AUTHENTICATIONFAILED|authentication failed|login (incorrect|failed)|does not let/i;

export function adviceFor({ status, tail, args, gateway, host, notice }: Ending): Advice | undefined {
  if (status.error) return { key: "advice.crashed", values: { error: status.error } };
  if (status.code === 0 || status.code === null) return undefined;
  if (gateway === "gone" && mentions(tail, ...outward)) {
    return { key: "advice.gatewayGone", values: { host }, settings: true };
  }
  if (gateway === "locked" && mentions(tail, "Permission denied", ...outward))
    return { key: "advice.locked", settings: true };
  if (gateway === "none" && mentions(tail, ...outward)) return { key: "advice.noGateway", settings: true };
  if (mentions(tail, "Connection refused")) {
    if (!args.some((argument) => /\.test\b/.test(argument))) return { key: "advice.refused" };
    return { key: "advice.refusedPractice", values: { hosts: practiceHosts().join(", ") } };
  }
  if (mentions(tail, "Name or service not known", "No address associated with hostname"))
    return { key: "advice.noName" };
  if (mentions(tail, "Temporary failure in name resolution")) return { key: "advice.noNameNow" };
  if (mentions(tail, "Network is unreachable", "No route to host", "Network is down"))
    return { key: "advice.unreachable" };
  if (refusedLogin.test(tail)) return { key: "advice.login" };
  if (mentions(tail, "Permission denied")) {
    return notice ? { key: "advice.said", values: { notice } } : { key: "advice.denied" };
  }
  if (mentions(tail, "Resource temporarily unavailable")) return { key: "advice.limit" };
  if (mentions(tail, "Connection reset by peer")) return { key: "advice.reset" };
  if (mentions(tail, "timed out")) return { key: "advice.timeout" };
  return notice ? { key: "advice.said", values: { notice } } : undefined;
}
