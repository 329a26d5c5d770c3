// SPDX-License-Identifier: MIT
// What tshark makes of a capture.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { asPcapng, Wire } from "../../../web/wire/index.ts";
import { call, dialog, opened, recv, send } from "./records.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "porthole-wire-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

function tshark(records: Parameters<Wire["add"]>[0], ...args: string[]): string {
  const wire = new Wire();
  wire.add(records);
  const file = join(folder, "wire.pcapng");
  writeFileSync(file, asPcapng(wire, Date.UTC(2026, 0, 1)));
  const options = ["-r", file, "-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", ...args];
  return execFileSync("tshark", options, { encoding: "utf8", timeout: 60_000, stdio: ["ignore", "pipe", "ignore"] });
}

const decoded = (hexadecimal: string): string => Buffer.from(hexadecimal.trim(), "hex").toString();

test("a conversation has both ends' bytes", { timeout: 60_000 }, () => {
  const records = dialog(3, "198.18.0.10:80");
  expect(tshark(records, "-q", "-z", "conv,tcp")).toMatch(/192\.0\.2\.1:49152\s+<->\s+198\.18\.0\.10:80/);
  const followed = tshark(records, "-q", "-z", "follow,tcp,raw,0").split("\n");
  const lines = followed.filter((line) => /^\t?[0-9a-f]+$/.test(line));
  expect(decoded(lines[0] ?? "")).toBe("GET / HTTP/1.0\r\n\r\n");
  expect(decoded(lines[1] ?? "")).toBe("HTTP/1.0 200 OK\r\n\r\nhello");
});

test("nothing is wrong with any packet", { timeout: 60_000 }, () => {
  const records = [...dialog(3, "198.18.0.10:80"), ...dialog(4, "[2001:db8::7]:8080")];
  const wrong = "tcp.analysis.flags || tcp.checksum.status == 0 || ip.checksum.status == 0 || _ws.malformed";
  expect(tshark(records, "-Y", wrong)).toBe("");
  const sums = tshark(records, "-T", "fields", "-e", "tcp.checksum.status").trim().split("\n");
  expect(new Set(sums)).toEqual(new Set(["1"]));
  expect(sums).toHaveLength(22);
  expect(tshark(records, "-Y", "ipv6 && http.response.code == 200")).toContain("2001:db8::7");
});

test("bytes that were not kept still count", { timeout: 60_000 }, () => {
  const large = { ...send(3, "head"), result: 200_000 };
  const records = [...opened(3, "198.18.0.10:80"), large, recv(3, "ok"), call("close", [3], 0)];
  const last = "tcp.flags.fin == 1 && ip.dst == 198.18.0.10";
  expect(tshark(records, "-Y", last, "-T", "fields", "-e", "tcp.seq").trim()).toBe("200001");
});

test("a refusal and a reset are RST", { timeout: 60_000 }, () => {
  const socket = call("socket", ["AF_INET", "SOCK_STREAM", 6], 3);
  const refused = [socket, call("connect", [3, "198.18.0.10:81"], "ECONNREFUSED"), call("close", [3], 0)];
  const resets = (records: typeof refused) => tshark(records, "-Y", "tcp.flags.reset == 1").trim().split("\n").length;
  expect(resets(refused)).toBe(1);
  expect(tshark(refused, "-Y", "tcp.flags.fin == 1")).toBe("");
  const broken = [...opened(3, "198.18.0.10:80"), call("recv", [3, 9, "0"], "ECONNRESET"), call("close", [3], 0)];
  expect(tshark(broken, "-Y", "tcp.flags.reset == 1")).toContain("198.18.0.10");
});
