// SPDX-License-Identifier: MIT

import type { CallRecord } from "../../../web/posix/index.ts";

const encoder = new TextEncoder();
let clock = 0;

/** A call that began when the one before it had ended. */
export function call(name: string, args: CallRecord["args"], result: number | string, more = {}): CallRecord {
  const start = clock;
  clock += 1;
  return { name, args, result, start, end: clock, blocked: 0, ...more };
}

export const send = (fd: number, text: string): CallRecord =>
  call("send", [fd, text.length, "MSG_NOSIGNAL"], text.length, { bytes: encoder.encode(text) });

export const recv = (fd: number, text: string): CallRecord =>
  call("recv", [fd, 65536, "0"], text.length, text === "" ? {} : { bytes: encoder.encode(text) });

export const opened = (fd: number, peer: string): CallRecord[] => [
  call("socket", ["AF_INET", "SOCK_STREAM", 6], fd),
  call("setsockopt", [fd, "IPPROTO_TCP", "TCP_NODELAY", 1], 0),
  call("getsockopt", [fd, "SOL_SOCKET", "SO_ERROR"], 0, { gave: "0" }),
  call("connect", [fd, peer], 0),
];

/** A whole HTTP conversation. */
export const dialog = (fd: number, peer: string): CallRecord[] => [
  ...opened(fd, peer),
  send(fd, "GET / HTTP/1.0\r\n\r\n"),
  recv(fd, "HTTP/1.0 200 OK\r\n\r\nhello"),
  recv(fd, ""),
  call("close", [fd], 0),
];
