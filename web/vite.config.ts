// SPDX-License-Identifier: MIT
// The page: relative URLs only, so that it works below any path of any static host.

import { resolve } from "node:path";
import { defineConfig } from "vite";

const root = import.meta.dirname;

export default defineConfig({
  root,
  base: "./",
  build: {
    outDir: resolve(root, "../build/site"),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  worker: { format: "es" },
});
