// SPDX-License-Identifier: MIT
// The harness: an empty page that runs programs for tests, with the page's own web/run.

import { resolve } from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;

export default defineConfig({
  root: resolve(here, "harness"),
  base: "./",
  cacheDir: resolve(here, "../../build/vite-harness"),
  build: {
    outDir: resolve(here, "../../build/harness"),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
  },
  worker: { format: "es" },
});
