// SPDX-License-Identifier: MIT
// Calls as text, as the native --trace writes them.

import type { CallRecord } from "../posix/index.ts";

const seconds = (milliseconds: number): string => (Math.max(0, milliseconds) / 1000).toFixed(6);

const SIZED = new Set(["send", "recv", "sendto", "recvfrom", "sendmsg", "recvmsg", "read", "write", "readv", "writev"]);

/** The arguments as C would have them. */
export function argumentsText({ name, args }: CallRecord): string {
  const words = args.map((arg, at) => {
    if (name === "getaddrinfo" && at < 2 && arg !== "NULL") return `"${arg}"`;
    return at === 1 && SIZED.has(name) ? `${arg} bytes` : String(arg);
  });
  return words.join(", ");
}

/** One line: time, call, result, what it gave back, duration. */
export function lineOf(record: CallRecord): string {
  const { name, result, gave, start, end } = record;
  const failed = typeof result === "string" && !result.startsWith("EAI_");
  const answer = failed ? `-1 ${result}` : result;
  const given = gave === undefined ? "" : ` ${gave}`;
  return `${seconds(start)} ${name}(${argumentsText(record)}) = ${answer}${given} <${seconds(end - start)}>`;
}

const hex = (value: number, width: number): string => value.toString(16).padStart(width, "0");

const printable = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".");

/** Sixteen bytes a line: offset, hexadecimal, text. */
export function hexLines(bytes: Uint8Array, limit = bytes.length): string[] {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(limit, bytes.length); at += 16) {
    const part = [...bytes.subarray(at, Math.min(at + 16, limit, bytes.length))];
    const columns = part.map((byte) => `${hex(byte, 2)} `).join("");
    lines.push(`${hex(at, 6)}  ${columns.padEnd(48)} |${part.map(printable).join("")}|`);
  }
  return lines;
}
