// SPDX-License-Identifier: MIT

import { describe, expect, it } from "vitest";
import { nameProblem, programName, renameProblem, sourcesOf } from "../../../web/projects/index.ts";

const file = (name: string) => ({ name, text: "" });

describe("a project's files", () => {
  it("have names that a compiler and every file system takes", () => {
    for (const name of ["main.cpp", "a.c", "wire-view.hpp", "回声.cc", "x_1.hh", "two.parts.cxx"]) {
      expect(nameProblem([], name), name).toBeUndefined();
    }
    const bad = [
      "",
      "main",
      "a/b.cpp",
      "../a.h",
      ".cpp",
      "-O2.cpp",
      "a b.cpp",
      "a.cpp\n",
      "a.txt",
      `${"a".repeat(90)}.c`,
    ];
    for (const name of bad) expect(nameProblem([], name), name).toBe("file.bad");
  });

  it("have a name each, also where upper and lower case are one", () => {
    const files = [file("main.cpp"), file("wire.h")];
    expect(nameProblem(files, "Main.cpp")).toBe("file.taken");
    expect(renameProblem(files, "wire.h", "main.cpp")).toBe("file.taken");
    expect(renameProblem(files, "wire.h", "Wire.h")).toBeUndefined();
  });

  it("are twenty at most", () => {
    const files = Array.from({ length: 20 }, (_, at) => file(`f${at}.h`));
    expect(nameProblem(files, "one-more.h")).toBe("file.many");
    expect(renameProblem(files, "f0.h", "g.h")).toBeUndefined();
  });

  it("name the program after the first source", () => {
    const files = [file("wire.h"), file("echo.server.cpp"), file("main.c")];
    expect(programName(files)).toBe("echo.server");
    expect(sourcesOf(files).map(({ name }) => name)).toEqual(["echo.server.cpp", "main.c"]);
    expect(programName([file("wire.h")])).toBe("program");
  });
});
