// SPDX-License-Identifier: MIT
// What a program that came in a link may do, and programs that misbehave.

import assert from "node:assert/strict";
import { encodeShared } from "./links.mjs";

const client = `#include <iostream>
#include "socket/socket.hpp"
int main(int argc, char** argv) {
  try {
    for (int i = 1; i + 1 < argc; i += 2) {
      porthole::Socket s(AF_INET, SOCK_STREAM);
      s.connect({argv[i], std::stoi(argv[i + 1])});
      std::cout << "connected to " << argv[i] << '\\n';
    }
  } catch (const std::exception& error) {
    std::cout << error.what() << '\\n';
    return 1;
  }
}
`;

const consent = (visitor) =>
  visitor.until("the question", () => {
    const consent = document.querySelector(".consent");
    return !consent.hidden && consent.querySelector("p").innerText;
  });
const answer = (visitor, at) => visitor.click(".consent button", at);
const isAsked = (visitor) => visitor.page.$eval(".consent", (consent) => !consent.hidden);

/** Opens a program in a link and presses Run once the compiler is there. */
async function openShared(visitor, text, args = []) {
  await visitor.open(`#code=${await encodeShared({ name: "Shared", files: [{ name: "main.cpp", text }], args })}`);
  await visitor.until("the program", () => /link/.test(document.querySelector(".intro .blurb").innerText));
}

async function moodAfterCompiling(visitor, mood) {
  await visitor.until("the program's end", (wanted) => document.querySelector(".run-status").dataset.mood === wanted, {
    args: [mood],
    timeout: 60_000,
  });
}

export const safetyCases = {
  async "a shared program asks before it reaches a host, and waits for the answer"(visitor) {
    await openShared(visitor, client, ["www.test", "80", "www.test", "80", "echo.test", "7"]);
    assert.equal(
      await visitor.page.$eval(".run-status", (status) => status.dataset.mood),
      "idle",
      "nothing runs by itself",
    );
    await visitor.click(".run");
    await visitor.until("the question", () => !document.querySelector(".consent").hidden, { timeout: 60_000 });
    assert.equal(
      await consent(visitor),
      "This program came in a link. It wants to connect to www.test (198.18.0.10), port 80.",
    );
    assert.equal(await visitor.page.evaluate(() => document.activeElement.closest(".consent")), null, "takes no focus");
    assert.doesNotMatch(await visitor.screen(), /connected/);
    await answer(visitor, 0);
    await visitor.sees("connected to www.test\nconnected to www.test");
    assert.match(await consent(visitor), /echo\.test \(198\.18\.0\.\d+\), port 7/);
    await answer(visitor, 0);
    await visitor.mood("good");
    assert.equal(await isAsked(visitor), false);
    await visitor.click(".run");
    await visitor.mood("good");
    assert.equal(await isAsked(visitor), false, "the answer holds in this visit");
  },

  async "a refused program sees Permission denied; another visit asks again"(visitor) {
    for (let visit = 0; visit < 2; visit++) {
      await openShared(visitor, client, ["www.test", "80"]);
      await visitor.click(".run");
      await visitor.until("the question", () => !document.querySelector(".consent").hidden, { timeout: 60_000 });
      await answer(visitor, 1);
      await moodAfterCompiling(visitor, "bad");
      await visitor.sees("Permission denied");
    }
  },

  async "Stop takes the question away"(visitor) {
    await openShared(visitor, client, ["www.test", "80"]);
    await visitor.click(".run");
    await visitor.until("the question", () => !document.querySelector(".consent").hidden, { timeout: 60_000 });
    await visitor.click(".stop");
    await visitor.until("no question", () => document.querySelector(".consent").hidden);
  },
};
