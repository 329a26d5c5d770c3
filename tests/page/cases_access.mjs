// SPDX-License-Identifier: MIT
// A gateway that asks who uses it.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { accessToken, inBuild, scratch, startGateway } from "../browser/servers.mjs";
import { Visitor } from "./visitor.mjs";

const state = (visitor, wanted) =>
  visitor.until(`a gateway that is ${wanted}`, (name) => document.querySelector(".link-state").dataset.state === name, {
    args: [wanted],
  });

/** A gateway that lets in only those who have a token, and a token. */
async function withLocked({ page, peers }, work) {
  const folder = scratch();
  const key = join(folder.path, "key");
  writeFileSync(key, randomBytes(32).toString("hex"));
  const { http } = peers.ports;
  const gateway = await startGateway({
    site: inBuild("site"),
    policy: `[access]\nkey = "${key}"\n[aliases]\n"www.lab.internal:80" = ${http}\n`,
  });
  const own = await page.browser().newPage();
  try {
    await own.setViewport({ width: 1280, height: 800 });
    await work(new Visitor(own, gateway.url), accessToken(key, "ada"), gateway);
  } finally {
    await own.close();
    await gateway.stop();
    folder.remove();
  }
}

async function reaches(visitor) {
  await visitor.open("#example=tcp_client&args=www.lab.internal+80");
  await visitor.click(".run");
}

export const accessCases = {
  async "a gateway that asks who you are says so, and takes a token in the settings"({ page }, { peers }) {
    await withLocked({ page, peers }, async (visitor, token) => {
      await reaches(visitor);
      await state(visitor, "locked");
      await visitor.until("the advice", () => /token/.test(document.querySelector(".pane").innerText));
      await visitor.click(".link-state");
      await visitor.until("the field", () =>
        document.querySelector(".settings input[type=password]")?.checkVisibility(),
      );
      await visitor.page.type(".settings input[type=password]", "nonsense");
      await visitor.click(".settings [type=submit]");
      await visitor.until("the refusal", () =>
        /does not take/.test(document.querySelector(".settings-answer").innerText),
      );
      await visitor.page.$eval(
        ".settings input[type=password]",
        (input, value) => {
          input.value = value;
        },
        token,
      );
      await visitor.click(".settings [type=submit]");
      await state(visitor, "ready");
      await visitor.click(".run");
      await visitor.sees("Connected to 198.18.1.1:80");
      // Browsers report the refusal's status.
      assert.deepEqual(
        visitor.complaints.filter((text) => !text.includes("403")),
        [],
      );
    });
  },

  async "a token in the address is taken out of it, and opens the gateway"({ page }, { peers }) {
    await withLocked({ page, peers }, async (visitor, token, gateway) => {
      await visitor.open(`#example=tcp_client&args=www.lab.internal+80&token=${token}`);
      await state(visitor, "ready");
      assert.doesNotMatch(await visitor.page.evaluate(() => location.href), /token/);
      assert.doesNotMatch(
        await visitor.page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }) + document.cookie),
        /eyJ/,
      );
      await visitor.click(".run");
      await visitor.sees("Connected to 198.18.1.1:80");
      assert.match(gateway.log(), / is ada/);
      assert.ok(!gateway.log().includes(token));
      assert.deepEqual(visitor.complaints, []);
    });
  },
};
