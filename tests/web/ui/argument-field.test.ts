// SPDX-License-Identifier: MIT

import { describe, expect, it } from "vitest";
import { argumentLabel } from "../../../web/ui/argument-field.ts";

describe("the label of an argument", () => {
  it.each([
    ["HOST", false, "Host"],
    ["GROUP", false, "Newsgroup"],
    ["PORT", true, "Port (several)"],
    ["REST_AT", false, "Rest at"],
  ])("%s is called as the catalogue has it, else by its own word", (name, repeated, label) => {
    expect(argumentLabel({ name, optional: true, repeated })).toBe(label);
  });
});
