// SPDX-License-Identifier: MIT
// Plays a conversation against the compiled program in a browser, through the gateway.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "../browser/launch.mjs";
import { harness, openHarness, runWasm } from "../browser/run_wasm.mjs";
import { startGateway } from "../browser/servers.mjs";

export class InPage {
  static async open({ browser, examples, practiceMap, timeout }) {
    const self = new InPage();
    Object.assign(self, { examples, timeout });
    self.gateway = await startGateway({ site: harness, practiceMap });
    try {
      self.browser = await launch(browser);
      self.page = await openHarness(self.browser, self.gateway.url);
    } catch (error) {
      await self.close();
      throw error;
    }
    return self;
  }

  async play({ name, args, input }) {
    const result = await runWasm(this.page, {
      base64: readFileSync(join(this.examples, `${name}.wasm`)).toString("base64"),
      name,
      args,
      input,
      gateway: { gateway: this.gateway.tunnel, kind: "porthole" },
      timeout: this.timeout,
    });
    const said = result.error ? `\n[${result.error}]` : "";
    return { screen: result.screen + said, status: result.code ?? result.signal, files: result.files };
  }

  async close() {
    await this.browser?.close();
    await this.gateway?.stop();
  }
}
