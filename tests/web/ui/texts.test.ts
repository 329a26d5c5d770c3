// SPDX-License-Identifier: MIT

import { describe, expect, it } from "vitest";
import { pickLanguage, t } from "../../../web/ui/language.ts";
import { en } from "../../../web/ui/texts/en.ts";
import { zh } from "../../../web/ui/texts/zh.ts";

const placeholders = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

describe("the catalogues", () => {
  it("have the same texts", () => {
    expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort());
  });

  it.each(Object.keys(en) as (keyof typeof en)[])("%s has the same values in both languages", (key) => {
    expect(zh[key].trim()).not.toBe("");
    expect(placeholders(zh[key])).toEqual(placeholders(en[key]));
  });

  it("fill in values, numbers in the reader's manner", () => {
    expect(t("terminal.lost", { lines: 1234567 })).toContain("1,234,567");
    expect(t("pane.label", { number: 1, name: "TCP" })).toBe("Program 1: TCP");
  });
});

describe("the first language", () => {
  it.each([
    [["zh-CN", "en"], "zh"],
    [["de-DE", "en-GB", "zh"], "en"],
    [["fr"], "en"],
    [["ZH"], "zh"],
    [[], "en"],
  ] as const)("for %j is %s", (preferred, language) => {
    expect(pickLanguage(preferred)).toBe(language);
  });
});
