// SPDX-License-Identifier: MIT
// npm test: sets up, builds and runs every test. Arguments after "--" go to ctest (npm test -- -R socket).

import { inBuild, root } from "./paths.mjs";
import { prepare } from "./prepare.mjs";
import { run } from "./run.mjs";
import { main, step } from "./say.mjs";

await main(async () => {
  const { env } = await prepare({ forTests: true });
  const options = { cwd: root, env: { ...process.env, ...env, CTEST_OUTPUT_ON_FAILURE: "1" }, allowFailure: true };
  // Browsers and daemons on a busy machine now and then miss a time limit. What failed is shown, and run once more.
  const twice = ["--repeat", "until-pass:2"];
  return step("Tests", () =>
    run(
      "ctest",
      ["--test-dir", inBuild("test"), "--no-tests=error", "--parallel", "2", ...twice, ...process.argv.slice(2)],
      options,
    ),
  );
});
