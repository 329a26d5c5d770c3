// SPDX-License-Identifier: MIT
// The npm package: one ES module, and beside it the worker of standalone programs.

import { resolve } from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;

export default defineConfig({
  root: here,
  base: "./",
  publicDir: false,
  build: {
    outDir: resolve(here, "../../build/npm/porthole-posix"),
    emptyOutDir: true,
    target: "es2022",
    minify: false,
    lib: { entry: resolve(here, "index.ts"), formats: ["es"], fileName: "index" },
  },
  worker: { format: "es" },
});
