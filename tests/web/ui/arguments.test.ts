// SPDX-License-Identifier: MIT

import { describe, expect, it } from "vitest";
import {
  commandLine,
  fromFields,
  quoteArgument,
  slotsOf,
  splitArguments,
  toFields,
} from "../../../web/ui/arguments.ts";

describe("usage lines", () => {
  it("names the fields that a program has", () => {
    expect(slotsOf("tcp_client [HOST [PORT]]")).toEqual({ host: true, port: true });
    expect(slotsOf("many HOST PATH...")).toEqual({ host: true, port: false });
    expect(slotsOf("every_error")).toEqual({ host: false, port: false });
  });
});

describe("arguments", () => {
  const difficult = ["", "a b", "it's", '"quoted"', "back\\slash", "中文", "$HOME", "-n", "a=b", "new\nline"];

  it("are the same after quoting and splitting", () => {
    expect(splitArguments(difficult.map(quoteArgument).join(" "))).toEqual(difficult);
  });

  it("are split as a shell splits them", () => {
    expect(splitArguments('  one \'two three\'  "four \\" five" six\\ seven ')).toEqual([
      "one",
      "two three",
      'four " five',
      "six seven",
    ]);
    expect(splitArguments("'not closed")).toEqual(["not closed"]);
    expect(splitArguments("")).toEqual([]);
  });

  it("go to the fields and come back", () => {
    const slots = { host: true, port: true };
    for (const args of [["www.test", "80"], ["www.test", "80", "a b", "c"], ["www.test"], []]) {
      expect(fromFields(slots, toFields(slots, args))).toEqual(args);
    }
  });

  it("keep their places when a field before them is empty", () => {
    expect(fromFields({ host: true, port: true }, { host: "www.test", port: "", rest: "path" })).toEqual([
      "www.test",
      "",
      "path",
    ]);
  });

  it("make the command that does the same natively", () => {
    expect(commandLine("tcp_client", ["www.test", "80"])).toBe("porthole run tcp_client www.test 80");
    expect(commandLine("tcp_client", ["a b"])).toBe("porthole run tcp_client 'a b'");
  });
});
