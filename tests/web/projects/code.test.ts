// SPDX-License-Identifier: MIT

import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { decodeShared, encodeShared, longestCode } from "../../../web/projects/index.ts";

const program = {
  name: "Echo 回声",
  files: [
    { name: "main.cpp", text: '#include "a.h"\nint main() { return "ü🛰".size(); }\r\n' },
    { name: "a.h", text: "" },
  ],
  args: ["www.test", "80", ""],
  example: "tcp_client",
};

const packed = (value: unknown): string => `1.${deflateRawSync(JSON.stringify(value)).toString("base64url")}`;
const noise = (size: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(size)), (byte) => byte.toString(16)).join("");

describe("a program in a link", () => {
  it("comes out as it went in", async () => {
    const code = await encodeShared(program);
    expect(code).toMatch(/^1\.[\w-]+$/);
    expect(await decodeShared(code)).toEqual(program);
  });

  it("is refused where it would be too long, with both sizes", async () => {
    const files = [{ name: "main.cpp", text: noise(longestCode) }];
    await expect(encodeShared({ ...program, files })).rejects.toMatchObject({
      key: "share.tooLong",
      values: { limit: longestCode },
    });
  });

  it("is broken where the link was cut, changed or is none", async () => {
    const code = await encodeShared(program);
    const wrong = ["", "1", "1.", "hello", code.slice(0, -9), `1.!!${code.slice(4)}`, "1.AAAA", `.${code}`];
    for (const each of wrong) await expect(decodeShared(each), each).rejects.toMatchObject({ key: "share.broken" });
  });

  it("says that a newer page made the link", async () => {
    await expect(decodeShared("2.abc")).rejects.toMatchObject({ key: "share.newer" });
  });

  it("is broken where what it holds is no program", async () => {
    const file = ["main.cpp", "int main() {}"];
    const wrong = [
      null,
      [],
      {},
      { n: "x", f: [], a: [] },
      { n: "x", f: [file], a: [1] },
      { n: "x", f: [file, file], a: [] },
      { n: "x", f: [["../main.cpp", ""]], a: [] },
      { n: "x", f: [["main.cpp", "", ""]], a: [] },
      { n: "x", f: [["main.cpp", 1]], a: [] },
      { n: "x", f: Array.from({ length: 21 }, (_, at) => [`${at}.cpp`, ""]), a: [] },
    ];
    for (const each of wrong) {
      await expect(decodeShared(packed(each)), JSON.stringify(each)).rejects.toMatchObject({ key: "share.broken" });
    }
    expect(await decodeShared(packed({ f: [file], a: [] }))).toMatchObject({ name: "program" });
  });

  it("cannot unfold to more than any program is", async () => {
    const bomb = packed({ n: "x", f: [["main.cpp", " ".repeat(8 << 20)]], a: [] });
    expect(bomb.length).toBeLessThan(longestCode);
    await expect(decodeShared(bomb)).rejects.toMatchObject({ key: "share.broken" });
  });
});
