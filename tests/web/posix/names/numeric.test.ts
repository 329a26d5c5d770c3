// SPDX-License-Identifier: MIT

import { expect, it } from "vitest";
import { formatAddress, isLoopback, parseAddress, parseInet, parseInet6 } from "../../../../web/posix/names/numeric.ts";

it.each([
  ["127.0.0.1", [127, 0, 0, 1]],
  ["127.1", [127, 0, 0, 1]],
  ["0x7f.1", [127, 0, 0, 1]],
  ["017700000001", [127, 0, 0, 1]],
  ["1.2.65535", [1, 2, 255, 255]],
  ["256.1.1.1", null],
  ["1.2.3.4.5", null],
  ["1.2.3.", null],
  ["08", null],
  ["", null],
])("inet_aton %s", (address, bytes) => {
  expect(parseInet(address as string)).toEqual(bytes);
});

it.each([
  ["::", "::"],
  ["0:0:0:0:0:0:0:1", "::1"],
  ["1:0:0:2:0:0:0:3", "1:0:0:2::3"],
  ["FE80::A", "fe80::a"],
  ["::ffff:1.2.3.4", "::ffff:1.2.3.4"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
])("inet_ntop of %s", (address, written) => {
  expect(formatAddress(parseInet6(address) as number[])).toBe(written);
});

it.each(["1::2::3", ":::", "12345::", "1:2:3:4:5:6:7", "::1.2.3.400", "::g"])("no IPv6 address: %s", (address) => {
  expect(parseInet6(address)).toBeNull();
});

it("a scope is no part of the address", () => {
  expect(parseAddress("fe80::1%eth0")).toEqual({ family: "inet6", address: "fe80::1" });
});

it.each(["127.0.0.1", "127.9.9.9", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1"])("%s is the tab's own", (address) => {
  expect(isLoopback({ family: "inet", address })).toBe(true);
});
