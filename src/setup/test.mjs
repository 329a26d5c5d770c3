// SPDX-License-Identifier: MIT
// npm test: sets up, builds and runs every test. Arguments after "--" go to ctest (npm test -- -R socket).

import { inBuild, root } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { run } from "./run.mjs";
import { main, step } from "./say.mjs";

await main(async () => {
  const { env } = await prepare({ forTests: true });
  const options = { cwd: root, env: { ...process.env, ...env, CTEST_OUTPUT_ON_FAILURE: "1" }, allowFailure: true };
  return step("Tests", () =>
    run(
      "ctest",
      ["--test-dir", inBuild("test"), "--no-tests=error", "--parallel", "2", ...process.argv.slice(2)],
      options,
    ),
  );
});
