// SPDX-License-Identifier: MIT

import { expect, it } from "vitest";
import { Descriptors } from "../../../web/posix/descriptors.ts";
import { openPipe } from "../../../web/posix/pipe.ts";

it("gives the lowest free number", () => {
  const table = new Descriptors();
  const { reader, writer } = openPipe();
  expect([table.add(reader), table.add(writer), table.add(reader, false, 7)]).toEqual([0, 1, 7]);
  table.close(0);
  expect(table.add(writer)).toBe(0);
});

it("releases a file with its last descriptor", () => {
  const table = new Descriptors();
  const { reader, writer } = openPipe();
  table.add(writer);
  table.add(writer);
  table.close(0);
  expect(reader.read(new Uint8Array(1))).toBe("EAGAIN");
  table.close(1);
  expect(reader.read(new Uint8Array(1))).toBe(0);
});

it("puts a file over another, which is closed", () => {
  const table = new Descriptors();
  const [first, second] = [openPipe(), openPipe()];
  table.put(5, first.writer, false);
  table.put(5, second.writer, false);
  expect(first.reader.read(new Uint8Array(1))).toBe(0);
  expect(table.file(5)).toBe(second.writer);
});

it("has an end", () => {
  const table = new Descriptors();
  const { reader } = openPipe();
  for (let i = 0; i < 1024; i++) expect(table.add(reader)).toBe(i);
  expect([table.add(reader), table.close(1024)]).toEqual(["EMFILE", "EBADF"]);
});
