// SPDX-License-Identifier: MIT

import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { folderFiles, zipFolder } from "../../../web/projects/folder.ts";

const files = [
  { name: "main.cpp", text: '#include "wire.hpp"\nint main() {}\n' },
  { name: "wire.hpp", text: "// ü\n" },
  { name: "more.c", text: "" },
];

describe("a program's folder", () => {
  it("holds sources, CMakeLists.txt and a README in one folder", () => {
    const { name, bytes } = zipFolder("My echo: 回声", files, []);
    expect(name).toBe("my-echo.zip");
    const unzipped = unzipSync(bytes);
    expect(Object.keys(unzipped)).toEqual([
      "my-echo/main.cpp",
      "my-echo/wire.hpp",
      "my-echo/more.c",
      "my-echo/CMakeLists.txt",
      "my-echo/README.md",
    ]);
    expect(strFromU8(unzipped["my-echo/wire.hpp"] as Uint8Array)).toBe("// ü\n");
  });

  it("builds with CMake against the installed library, sources only", () => {
    const cmake = folderFiles("Echo", files, [])[3]?.text ?? "";
    expect(cmake).toContain("find_package(porthole REQUIRED)");
    expect(cmake).toContain('add_executable(main\n  "main.cpp"\n  "more.c")');
    expect(cmake).toContain("LANGUAGES C CXX");
    expect(cmake).not.toContain("wire.hpp");
  });

  it("says how to run it, arguments quoted for a shell", () => {
    const readMe = folderFiles("Echo", files, ["www.test", "it's", ""])[4]?.text;
    expect(readMe).toContain("build/main www.test 'it'\\''s' ''");
    expect(readMe).toContain("emcmake cmake -B build-web");
  });

  it("has a name also where the title has no letter of a file name", () => {
    expect(zipFolder("回声", files, []).name).toBe("program.zip");
  });
});
