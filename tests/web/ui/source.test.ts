// SPDX-License-Identifier: MIT

import { describe, expect, it } from "vitest";
import { descriptionEnd } from "../../../web/ui/source.ts";

describe("the lines that describe an example", () => {
  it("end where its source begins", () => {
    const header =
      "// SPDX-License-Identifier: MIT\n// protocol: FTP\n// title: One\n// title.zh: 一\n// page: www.test 80\n\n";
    expect(descriptionEnd(`${header}#include <x>\n`)).toBe(6);
  });

  it("are none in a file that has other comments", () => {
    expect(descriptionEnd("// A program.\n// title: no\nint main() {}\n")).toBe(0);
    expect(descriptionEnd("")).toBe(0);
  });
});
