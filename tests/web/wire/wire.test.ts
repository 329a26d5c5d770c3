// SPDX-License-Identifier: MIT

import { describe, expect, test } from "vitest";
import { asJson, asText, linesOf, Wire } from "../../../web/wire/index.ts";
import { call, dialog, opened, recv, send } from "./records.ts";

const traced = (...records: Parameters<Wire["add"]>[0][]): Wire => {
  const wire = new Wire();
  for (const each of records) wire.add(each);
  return wire;
};

describe("conversations", () => {
  test("count bytes each way and know peer and end", () => {
    const wire = traced(dialog(3, "198.18.0.10:80"));
    expect(wire.conversations).toHaveLength(1);
    expect(wire.conversations[0]).toMatchObject({ fd: 3, peer: "198.18.0.10:80", sent: 18, received: 24 });
    expect(wire.conversations[0]?.closed).toBeGreaterThan(0);
  });

  test("a descriptor that is used again is another conversation", () => {
    const wire = traced(dialog(3, "198.18.0.10:80"), dialog(3, "198.18.0.11:25"));
    expect(wire.conversations.map(({ peer }) => peer)).toEqual(["198.18.0.10:80", "198.18.0.11:25"]);
  });

  test("live until the last of their descriptors is closed", () => {
    const wire = traced(opened(3, "198.18.0.10:80"), [call("dup", [3], 4), call("close", [3], 0), send(4, "x")]);
    expect(wire.conversations[0]).toMatchObject({ sent: 1 });
    expect(wire.conversations[0]?.closed).toBeUndefined();
    wire.add([call("close", [4], 0)]);
    expect(wire.conversations[0]?.closed).toBeDefined();
  });

  test("bytes that were only peeked at do not count", () => {
    const wire = traced(opened(3, "198.18.0.10:80"), [call("recv", [3, 10, "MSG_PEEK"], 10), recv(3, "0123456789")]);
    expect(wire.conversations[0]?.received).toBe(10);
  });
});

describe("bounds", () => {
  test("a long transfer keeps head, tail and counts", () => {
    const wire = traced(opened(3, "198.18.0.10:80"));
    for (let i = 0; i < 20_000; i++) wire.add([recv(3, "12345678")]);
    const kept = wire.head.length + wire.tail.length;
    expect(kept).toBeLessThanOrEqual(6000);
    expect(wire.gap.calls + kept).toBe(20_004);
    expect(wire.gap.received).toBe(wire.gap.calls * 8);
    expect(wire.conversations[0]?.received).toBe(160_000);
    expect(linesOf(wire, {}).filter(({ kind }) => kind === "gap")).toHaveLength(1);
    expect(asText(wire)).toContain(`… ${wire.gap.calls} calls dropped here: 0 bytes sent`);
  });

  test("clear keeps the sockets that are open", () => {
    const wire = traced(opened(3, "198.18.0.10:80"));
    wire.clear();
    wire.add([send(3, "x")]);
    expect(wire.head[0]?.conversation?.peer).toBe("198.18.0.10:80");
  });
});

describe("filter", () => {
  test("folds calls that set or ask something", () => {
    const lines = linesOf(traced(dialog(3, "198.18.0.10:80")), {});
    expect(lines.map((line) => (line.kind === "call" ? line.row.record.name : line.kind))).toEqual([
      "quiet",
      "connect",
      "send",
      "recv",
      "recv",
      "close",
    ]);
  });

  test("by socket", () => {
    const wire = traced(dialog(3, "198.18.0.10:80"), dialog(4, "198.18.0.11:25"));
    const lines = linesOf(wire, { conversation: wire.conversations[1] });
    expect(lines).toHaveLength(6);
  });

  test("by text, in a call's line and in its bytes, in either case", () => {
    const wire = traced(dialog(3, "198.18.0.10:80"), [...opened(4, "198.18.0.11:25"), send(4, "grüße")]);
    const found = (text: string) => linesOf(wire, { text }).length;
    expect(found("http/1.0")).toBe(2);
    expect(found("198.18.0.11")).toBe(1);
    expect(found("grüße")).toBe(1);
    expect(found("nowhere")).toBe(0);
  });
});

describe("exports", () => {
  test("text is what --trace prints", () => {
    const record = { name: "send", args: [3, 79, "MSG_NOSIGNAL"], result: 79, start: 1.372, end: 1.384, blocked: 0 };
    const bytes = new TextEncoder().encode(`GET /hello.txt H${"x".repeat(63)}`);
    const text = asText(traced([{ ...record, bytes }])).split("\n");
    expect(text[0]).toBe("0.001372 send(3, 79 bytes, MSG_NOSIGNAL) = 79 <0.000012>");
    expect(text[1]).toBe("    000000  47 45 54 20 2f 68 65 6c 6c 6f 2e 74 78 74 20 48  |GET /hello.txt H|");
    expect(text[5]).toBe("    … 15 more bytes");
    const failed = {
      name: "connect",
      args: [3, "198.18.0.10:80"],
      result: "ECONNREFUSED",
      start: 0,
      end: 1,
      blocked: 1,
    };
    expect(asText(traced([failed]))).toBe("0.000000 connect(3, 198.18.0.10:80) = -1 ECONNREFUSED <0.001000>\n");
    const lookup = { name: "getaddrinfo", args: ["www.test", "80", "AF_UNSPEC", "SOCK_STREAM"], start: 0, end: 1 };
    expect(asText(traced([{ ...lookup, result: 0, gave: "[198.18.0.10:80]", blocked: 0 }]))).toBe(
      '0.000000 getaddrinfo("www.test", "80", AF_UNSPEC, SOCK_STREAM) = 0 [198.18.0.10:80] <0.001000>\n',
    );
  });

  test("JSON lines begin with what they are", () => {
    const [first, ...calls] = asJson(traced(dialog(3, "198.18.0.10:80")))
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(first).toEqual({ trace: "porthole", version: 1, by: "page" });
    expect(calls).toHaveLength(8);
    expect(calls[4]).toMatchObject({ name: "send", args: [3, 18, "MSG_NOSIGNAL"], result: 18 });
    expect(Buffer.from(calls[4].bytes, "hex").toString()).toBe("GET / HTTP/1.0\r\n\r\n");
    expect(calls[6].bytes).toBeUndefined();
  });
});
