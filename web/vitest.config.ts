// SPDX-License-Identifier: MIT

import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: resolve(import.meta.dirname, ".."),
  cacheDir: resolve(import.meta.dirname, "../build/vitest"),
  test: { include: ["tests/web/**/*.test.ts"], environment: "node" },
});
