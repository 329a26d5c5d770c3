// SPDX-License-Identifier: MIT
// node neighbours.mjs BROWSER NATIVE_PROGRAM WASM_PROGRAM [CASE...]: programs that reach each other print the same as
// processes of one host and as programs of one tab, whose bytes go straight or in packets.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { launch } from "../browser/launch.mjs";
import { CLEAR, harness, openHarness } from "../browser/run_wasm.mjs";
import { freePort, scratch, startGateway } from "../browser/servers.mjs";

/** Roles start one after the other, each when the one before has printed `ready`; `stop` is printed by who is killed then. */
const CASES = {
  echo: { roles: ["echo_server", "echo_client", "echo_client"], oneByOne: true },
  "a listener that computes": { roles: ["busy", "impatient"] },
  "stopped with all read": { roles: ["victim", "mourner"], stop: "stop me", when: "waiting" },
  "stopped with bytes unread": { roles: ["careless_victim", "mourned"], stop: "stop me" },
  "paths of Unix sockets": { roles: ["unix_server", "unix_client"] },
  UDP: { roles: ["udp_server", "udp_client"] },
  "an end with much on its way": { roles: ["hasty", "slow_reader"] },
};

const [browserName, native, wasm, ...only] = process.argv.slice(2);
const base64 = readFileSync(wasm).toString("base64");

function until(look) {
  return new Promise((resolve, reject) => {
    const end = Date.now() + 15_000;
    const again = () => {
      if (look()) resolve();
      else if (Date.now() > end) reject(new Error("waited too long"));
      else setTimeout(again, 5);
    };
    again();
  });
}

/** The course of a case, over programs that are started by `start`: what each has printed. */
async function course({ roles, stop, when, oneByOne }, start, port) {
  const running = [];
  for (const [index, role] of roles.entries()) {
    if (index === 1) await until(() => running[0].output().includes("ready"));
    if (index > 1 && oneByOne) await running[index - 1].ended;
    running.push(await start([role, String(port)]));
  }
  if (stop) {
    await until(() => running[0].output().includes(stop) && (!when || running[1].output().includes(when)));
    // What the one that is stopped has read is known to the other after a while.
    await new Promise((resolve) => setTimeout(resolve, 50));
    running[0].stop();
  }
  const late = new Promise((resolve) => setTimeout(resolve, 20_000, "late"));
  const ended = await Promise.race([Promise.all(running.map(({ ended }) => ended)), late]);
  if (ended === "late") await Promise.all(running.map(({ stop }) => stop()));
  return running.map(({ output }, index) => `${roles[index]}:\n${output()}`).join("");
}

function startNative(folder) {
  return (args) => {
    const child = spawn(native, args, { env: { SCRATCH: folder }, stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    child.stdout.on("data", (data) => {
      output += data;
    });
    const ended = new Promise((resolve) => child.on("close", resolve));
    return { output: () => output, ended, stop: () => child.kill("SIGKILL") };
  };
}

function startInPage(page) {
  let count = 0;
  return async (args) => {
    const id = count++;
    let output = "";
    let ended = false;
    await page.evaluate(
      (id, base64, args) => {
        const wasm = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0)).buffer;
        const env = { SCRATCH: "/tmp" };
        const gateway = { gateway: null, kind: "porthole" };
        const program = new window.Program({ wasm, name: "neighbours", args, env, gateway, columns: 80, rows: 24 });
        window.running ??= [];
        const entry = { program, text: "", ended: false };
        window.running[id] = entry;
        const decoder = new TextDecoder();
        program.onOutput = (bytes) => {
          entry.text += decoder.decode(bytes).replaceAll("\r\n", "\n");
        };
        program.exited.then(({ error }) => {
          if (error) entry.text += `${error}\n`;
          entry.ended = true;
          program.stop();
        });
      },
      id,
      base64,
      args,
    );
    const finished = (async () => {
      while (!ended) {
        ({ text: output, ended } = await page.evaluate((id) => {
          const { text, ended } = window.running[id];
          return { text, ended };
        }, id));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    return {
      output: () => output,
      ended: finished,
      stop: () => page.evaluate((id) => window.running[id].program.stop(), id),
    };
  };
}

const folder = scratch();
const gateway = await startGateway({ site: harness });
const browser = await launch(browserName);
let failures = 0;
try {
  const cases = Object.entries(CASES).filter(([name]) => only.length === 0 || only.includes(name));
  for (const [name, scene] of cases) {
    const started = Date.now();
    const expected = await course(scene, startNative(folder.path), await freePort());
    for (const weather of [null, CLEAR]) {
      const page = await openHarness(browser, gateway.url);
      await page.evaluate((wanted) => window.setWeather(wanted), weather);
      const got = await course(scene, startInPage(page), 50007).catch((error) => `${error}\n`);
      await page.close();
      const same = got === expected;
      const way = weather ? "in packets" : "straight";
      console.log(`${same ? "same" : "DIFFERENT"} ${name}, ${way} (${Date.now() - started} ms)`);
      if (!same) console.log(`natively:\n${expected}\nin the page:\n${got}`);
      if (!same) failures++;
    }
  }
  console.log(`${2 * cases.length - failures} of ${2 * cases.length} are the same natively and in ${browserName}`);
} finally {
  await browser.close();
  await gateway.stop();
  folder.remove();
}
process.exitCode = failures > 0 ? 1 : 0;
