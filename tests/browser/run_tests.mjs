// SPDX-License-Identifier: MIT

/**
 * Runs named tests one after the other, tells how each went, and leaves the exit status of them all.
 * @param tests name to async function
 * @param run calls one of them, with whatever it needs
 */
export async function runTests(tests, browserName, run) {
  const names = Object.keys(tests);
  let failures = 0;
  for (const name of names) {
    const start = performance.now();
    try {
      await run(tests[name]);
      console.log(`ok   ${name} (${Math.round(performance.now() - start)} ms)`);
    } catch (error) {
      failures++;
      console.log(`FAIL ${name}\n${error.stack}`);
    }
  }
  console.log(`${names.length - failures} of ${names.length} passed in ${browserName}`);
  process.exitCode = failures > 0 || names.length === 0 ? 1 : 0;
}
