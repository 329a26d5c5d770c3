// SPDX-License-Identifier: MIT

import { describe, expect, it } from "vitest";
import {
  type Argument,
  choiceName,
  commandLine,
  fromFields,
  quoteArgument,
  shareable,
  splitArguments,
  toFields,
  withoutSecrets,
} from "../../../web/ui/arguments.ts";

/** Arguments as the build reads them from a usage line, all optional; the one with dots repeats. */
const named = (...names: string[]): Argument[] =>
  names.map((name) => ({ name: name.replace("...", ""), optional: true, repeated: name.endsWith("...") }));

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

  it.each([
    [
      ["HOST", "PORT"],
      ["www.test", "80"],
    ],
    [["HOST", "PORT"], ["www.test"]],
    [["HOST", "PORT"], []],
    [
      ["HOST", "PORT"],
      ["www.test", "80", "a b", ""],
    ],
    [
      ["HOST", "PORT..."],
      ["www.test", "80", "a b", "c"],
    ],
    [["NAME..."], ["one", "two words", "it's", ""]],
    [["NAME..."], []],
    [[], ["more"]],
    [
      ["HOST", "SUBJECT"],
      ["www.test", " a 'b' \"c\" "],
    ],
  ])("of %j: %j go to the fields and come back", (names, args) => {
    expect(fromFields(named(...names), toFields(named(...names), args))).toEqual(args);
  });

  it("keep their places when a field before them is empty", () => {
    const slots = named("HOST", "PORT", "PATH");
    expect(fromFields(slots, { values: ["www.test", "", "/path"], extra: [] })).toEqual(["www.test", "", "/path"]);
    expect(fromFields(slots, { values: ["www.test", "", ""], extra: [] })).toEqual(["www.test"]);
    expect(fromFields(slots, { values: ["", "", ""], extra: ["more"] })).toEqual(["", "", "", "more"]);
  });

  it("are one text each, whatever is in it, but for the one that repeats", () => {
    expect(fromFields(named("HOST", "NAME..."), { values: ["a b'c", "a 'b c'"], extra: [] })).toEqual([
      "a b'c",
      "a",
      "b c",
    ]);
  });

  it("make the command that does the same natively", () => {
    expect(commandLine("tcp_client", ["www.test", "80"])).toBe("porthole run tcp_client www.test 80");
    expect(commandLine("tcp_client", ["a b"])).toBe("porthole run tcp_client 'a b'");
    expect(commandLine("nntp_post", ["你好", "é", "~"])).toBe("porthole run nntp_post 你好 é '~'");
  });
});

describe("passwords", () => {
  const slots = named("HOST", "PORT", "USER", "PASSWORD", "PATH");
  const page = ["ftp.test", "21", "guest", "guest", "/"];

  it("are not shown", () => {
    expect(withoutSecrets(slots, ["h", "1", "u", "secret", "secret"], "•••")).toEqual(["h", "1", "u", "•••", "secret"]);
    expect(withoutSecrets(slots, ["h", "1", "u", "", "/"], "•••")).toEqual(["h", "1", "u", "", "/"]);
  });

  it("go into a link only where the example publishes them", () => {
    expect(shareable(slots, ["ftp.test", "21", "guest", "guest", "/pub"], [page])).toEqual([
      ...page.slice(0, 4),
      "/pub",
    ]);
    expect(shareable(slots, ["h", "21", "me", "secret", "/"], [page])).toEqual(["h", "21", "me", "", "/"]);
  });

  it("are no part of a choice's name", () => {
    expect(choiceName(slots, page)).toBe("ftp.test:21 guest /");
    expect(choiceName(slots, ["ftp.test"])).toBe("ftp.test");
    expect(choiceName(named("NAME..."), ["one", "two"])).toBe("one two");
    expect(choiceName([], [])).toBe("");
  });
});
