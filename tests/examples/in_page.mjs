// SPDX-License-Identifier: MIT
// Plays a conversation against the compiled program in a browser, through the gateway.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { launch } from "../browser/launch.mjs";
import { harness, openHarness, runWasm } from "../browser/run_wasm.mjs";
import { root, startGateway } from "../browser/servers.mjs";
import { compile, openCompiler, runCompiled } from "../compile/page.mjs";
import { allSaid } from "./native.mjs";

export class InPage {
  /**
   * `compiled`: the sources, compiled in the page, instead of the modules that the build has made. `tab`: no gateway,
   * the practice hosts are in the tab.
   */
  static async open({ browser, examples, practiceMap, timeout, compiled = false, tab = false }) {
    const self = new InPage();
    Object.assign(self, { examples, timeout, compiled, tab });
    self.gateway = await startGateway({ site: harness, practiceMap });
    try {
      self.browser = await launch(browser);
      self.page = await openHarness(self.browser, self.gateway.url);
      if (compiled) await openCompiler(self.page);
    } catch (error) {
      await self.close();
      throw error;
    }
    return self;
  }

  /** `trace`: a file for the calls on its sockets, as the wire view saves them. */
  async play({ name, args, input, before }, { trace } = {}) {
    const gateway = { gateway: this.tab ? null : this.gateway.tunnel, kind: "porthole" };
    if (this.tab) gateway.practice = "tab";
    const request = { name, args, input, gateway, timeout: this.timeout, trace: trace !== undefined };
    const others = [];
    for (const other of before) others.push(await this.startBeside(other, gateway));
    const beside = async () => {
      const said = await allSaid(before, others);
      await this.page.evaluate(() => window.stopBeside());
      return said;
    };
    let result;
    if (this.compiled) {
      await this.compile(name);
      result = await runCompiled(this.page, request);
    } else {
      const base64 = readFileSync(join(this.examples, `${name}.wasm`)).toString("base64");
      result = await runWasm(this.page, { base64, ...request });
    }
    if (trace) writeFileSync(trace, result.trace);
    const said = result.error ? `\n[${result.error}]` : "";
    return {
      screen: result.screen + said,
      status: result.code ?? result.signal,
      files: result.files,
      beside: await beside(),
    };
  }

  /** A program that runs beside another; it is there once it has said something. */
  async startBeside({ name, args }, gateway) {
    const base64 = readFileSync(join(this.examples, `${name}.wasm`)).toString("base64");
    const index = await this.page.evaluate((request) => window.startBeside(request), { base64, name, args, gateway });
    const other = { screen: "" };
    const look = async () => {
      other.screen = await this.page.evaluate((at) => window.beside[at].text, index);
    };
    const end = Date.now() + this.timeout;
    while (other.screen === "" && Date.now() < end) await look();
    return {
      // Looks again whenever somebody asks: the answer is there at the next time.
      get screen() {
        void look().catch(() => {});
        return other.screen;
      },
    };
  }

  /** Compiles an example's source, once for all its conversations. */
  async compile(name) {
    if (this.latest === name) return;
    const [path] = [".cpp", ".c"].map((end) => join(root, "src/examples", name + end)).filter(existsSync);
    const files = [{ name: basename(path), text: readFileSync(path, "utf8") }];
    const { size, text } = await compile(this.page, { files });
    if (!size || text) throw new Error(`${path}: ${text}`);
    this.latest = name;
  }

  async close() {
    await this.browser?.close();
    await this.gateway?.stop();
  }
}
