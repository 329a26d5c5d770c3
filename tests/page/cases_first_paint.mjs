// SPDX-License-Identifier: MIT
// The first seconds of a visit: how little comes before the first paint, and that nothing jumps afterwards.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";

const most = 300_000;

export const firstPaintCases = {
  async "paints with less than 300 kB, before the compiler, and nothing jumps"(visitor) {
    for (const width of [360, 1280, 2560]) {
      await visitor.page.setViewport({ width, height: 800 });
      await visitor.page.goto("about:blank");
      await visitor.page.evaluateOnNewDocument(() => {
        window.jumps = [];
        if (!PerformanceObserver.supportedEntryTypes.includes("layout-shift")) return;
        new PerformanceObserver((list) => {
          for (const { value } of list.getEntries()) window.jumps.push(value);
        }).observe({ type: "layout-shift", buffered: true });
      });
      await visitor.open("");
      await sleep(1500);
      const { painted, loaded, jumps, telling } = await visitor.page.evaluate(() => ({
        painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
        loaded: performance.getEntriesByType("resource").map(({ name, startTime }) => ({ name, startTime })),
        jumps: window.jumps,
        telling: PerformanceObserver.supportedEntryTypes.includes("layout-shift"),
      }));
      assert.ok(painted > 0, "the page tells when it painted first");
      assert.ok(!loaded.some(({ name }) => name.includes("/compiler/")), "the compiler is not fetched by itself");
      const before = [visitor.url, ...loaded.filter(({ startTime }) => startTime < painted).map(({ name }) => name)];
      const sizes = await Promise.all(
        [...new Set(before)].map(async (url) => {
          const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
          return url.endsWith(".woff2") ? bytes.length : gzipSync(bytes).length;
        }),
      );
      const size = sizes.reduce((sum, each) => sum + each, 0);
      // Firefox counts the paint of the empty page.
      if (telling) assert.ok(size > 50_000, `${size} bytes are not a page`);
      assert.ok(size < most, `${size} bytes, compressed, before the first paint at ${width} px`);
      // Below a tenth counts as good (web.dev/cls); Firefox does not tell.
      const jumped = jumps.reduce((sum, each) => sum + each, 0);
      assert.ok(jumped < 0.1, `the layout shifts by ${jumped} at ${width} px`);
    }
  },
};
