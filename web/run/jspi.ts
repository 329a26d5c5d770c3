// SPDX-License-Identifier: MIT

/** JavaScript Promise Integration, which TypeScript's library does not declare yet. */
interface PromiseIntegration {
  Suspending?: new (run: (...args: (number | bigint)[]) => unknown) => unknown;
  promising?: (run: () => unknown) => () => Promise<unknown>;
}

export const jspi = WebAssembly as unknown as PromiseIntegration;

/** What this browser lacks that programs need; empty where they run. */
export function missingFeatures(): string[] {
  const missing: string[] = [];
  if (typeof WebAssembly !== "object") return ["WebAssembly"];
  if (!jspi.Suspending || !jspi.promising) missing.push("JSPI");
  return missing;
}
