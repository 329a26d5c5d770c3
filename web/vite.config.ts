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
    rollupOptions: {
      input: { index: resolve(root, "index.html"), offline: resolve(root, "offline/worker.ts") },
      // A service worker is found by its name, and rules the folder that it lies in.
      output: { entryFileNames: ({ name }) => (name === "offline" ? "offline.js" : "assets/[name]-[hash].js") },
    },
  },
  worker: { format: "es" },
});
