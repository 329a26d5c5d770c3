// SPDX-License-Identifier: MIT
// The protocols' examples in the page: the defaults of each at its first Run, passwords, and a terminal at a far host.

import assert from "node:assert/strict";

/** Examples that go on until the reader ends them, and what they show by then. */
const interactive = {
  line_client: ["Connected to", ["Control", "d"]],
  telnet_session: ["login:", ["Control", "]"]],
  time_client: [">", ["Enter"]],
  chat_client: ["You are", ["Control", "d"]],
};

/** A server says where it listens, and goes on until it is stopped. */
async function serves(visitor, pane) {
  await visitor.until(
    "where it listens",
    (at) => {
      const screen = document.querySelectorAll(".pane")[at].querySelector(".xterm-rows")?.textContent ?? "";
      return /Listening|Waiting|ready/.test(screen.replaceAll("\u00a0", " "));
    },
    { args: [pane] },
  );
  await visitor.mood("running", pane);
  await visitor.click(".stop", pane);
  await visitor.mood("stopped", pane);
}

const argsInLink = (visitor) => visitor.page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get("args"));
const kind = (visitor, name) => visitor.page.$eval(`.pane input[name="${name}"]`, (input) => input.type);
const commandOf = (visitor) => visitor.page.$eval(".pane .command code", (code) => code.innerText);

export const protocolCases = {
  async "runs every example with its defaults"(visitor) {
    const examples = await (await fetch(new URL("examples/index.json", visitor.url))).json();
    for (const { name, beside, browse } of examples) {
      await visitor.open(`#example=${name}`);
      const pane = await visitor.activePane();
      await visitor.click(".run", pane);
      const [shown, keys] = interactive[name] ?? [];
      if (shown) {
        await visitor.sees(shown, pane);
        await visitor.click(".pane-body > .terminal", pane);
        await visitor.press(...keys);
      }
      try {
        if (beside || browse) await serves(visitor, pane);
        else await visitor.mood("good", pane);
      } catch (error) {
        throw new Error(`${name} at its first Run: ${error.message}\n${await visitor.screen(pane)}`);
      }
    }
  },

  async "masks a password, and keeps the reader's own out of the link"(visitor) {
    await visitor.open("#example=telnet_login");
    assert.equal(await kind(visitor, "password"), "password");
    assert.equal(await commandOf(visitor), "porthole run telnet_login telnet.test learner ••• help");
    await visitor.click(".reveal");
    assert.equal(await kind(visitor, "password"), "text");
    assert.equal(await commandOf(visitor), "porthole run telnet_login telnet.test learner secret help");
    await visitor.click(".reveal");
    await visitor.fill("command", "date");
    assert.equal(await argsInLink(visitor), "telnet.test learner secret date", "the published one is nobody's");
    await visitor.fill("password", "it's mine");
    assert.equal(await argsInLink(visitor), "telnet.test learner '' date");
    assert.equal(await commandOf(visitor), "porthole run telnet_login telnet.test learner ••• date");
    await visitor.click(".run");
    await visitor.mood("bad");
    assert.match(await visitor.advice(), /user name or password/);
  },

  async "works at a Telnet host, window and all"(visitor) {
    await visitor.open("#example=telnet_session");
    await visitor.click(".run");
    await visitor.sees("login:");
    await visitor.click(".terminal");
    await visitor.page.keyboard.type("guest");
    await visitor.press("Enter");
    await visitor.sees("guest@telnet.test$");
    await visitor.page.keyboard.type("watch");
    await visitor.press("Enter");
    await visitor.sees("any key ends this");
    const told = async () => [...(await visitor.screen()).matchAll(/(\d+) (?:columns, |x )(\d+)/g)].at(-1).slice(1);
    const [columns, rows] = await told();
    await visitor.page.setViewport({ width: 1500, height: 900 });
    await visitor.sees(" x ");
    const end = performance.now() + 10_000;
    for (let now = []; !(Number(now[0]) > Number(columns) && Number(now[1]) > Number(rows)); now = await told()) {
      assert.ok(performance.now() < end, `still ${now} after ${columns},${rows}`);
    }
    await visitor.press("q");
    await visitor.press("Control", "]");
    await visitor.mood("good");
  },
};
