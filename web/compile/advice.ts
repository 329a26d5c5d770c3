// SPDX-License-Identifier: MIT
// Keys of texts that say what is so and what to do instead, for errors that a reader of this page is likely to meet.

import type { CompileResult, Diagnostic } from "./types.ts";

const patterns: [RegExp, string][] = [
  [
    /^'(sys\/epoll|sys\/signalfd|sys\/timerfd|sys\/inotify|linux\/[^']*|sys\/eventfd)[^']*' file not found/,
    "advice.linuxHeader",
  ],
  [/^'(windows|winsock2?|ws2tcpip)[^']*' file not found/i, "advice.windowsHeader"],
  [/^'(boost|asio|curl|openssl|gtest|fmt|nlohmann|uv)[^']*' file not found/, "advice.otherLibrary"],
  [/file not found$/, "advice.missingHeader"],
  [
    /recursive template instantiation exceeded|constexpr evaluation (hit|exceeded)|step limit/,
    "advice.endlessTemplate",
  ],
  [/undeclared identifier '(fork|vfork|exec\w+)'/, "advice.processes"],
];

function adviseOne(diagnostic: Diagnostic): void {
  if (diagnostic.advice) return;
  const found = patterns.find(([pattern]) => pattern.test(diagnostic.message));
  if (found) diagnostic.advice = found[1];
}

/** Adds advice to what has none yet. */
export function advise(result: CompileResult): CompileResult {
  for (const diagnostic of result.diagnostics) adviseOne(diagnostic);
  return result;
}
