// SPDX-License-Identifier: MIT
// Ruff over the Python files: its linter and its formatter.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";

const options = {
  "line-length": 110,
  "indent-width": 4,
  "target-version": "py311",
  lint: {
    select: ["E4", "E7", "E9", "F", "I", "B", "UP", "SIM", "C4", "RET", "PIE", "PTH", "ANN"],
    ignore: ["ANN401"],
  },
};

/** Checks the files; with fix, formats them in place. Gives one line a finding. */
export async function ruff(files, { fix }) {
  const { PositionEncoding, Workspace } = await import("@astral-sh/ruff-wasm-nodejs");
  const workspace = new Workspace(options, PositionEncoding.Utf16);
  const findings = [];
  for (const file of files) {
    const path = join(root, file);
    let text = readFileSync(path, "utf8");
    try {
      const formatted = workspace.format(text);
      if (formatted !== text && fix) writeFileSync(path, formatted);
      else if (formatted !== text) findings.push(`${file}: not formatted`);
      if (fix) text = formatted;
    } catch (error) {
      findings.push(`${file}: ${error.message ?? error}`);
      continue;
    }
    for (const { code, message, start_location: at } of workspace.check(text)) {
      findings.push(`${file}:${at.row}:${at.column}: ${code ?? "error"} ${message}`);
    }
  }
  return findings;
}
