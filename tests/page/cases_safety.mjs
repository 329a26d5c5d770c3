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
  await visitor.practiceAtGateway(true);
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

  async "a program that prints without end leaves the page to its reader, and what is left out is said"(visitor) {
    await openShared(visitor, '#include <cstdio>\nint main() { for (;;) puts("again and again and again"); }\n');
    await visitor.click(".run");
    await visitor.until("output", () => /again and again/.test(document.querySelector(".xterm-rows").textContent), {
      timeout: 60_000,
    });
    const late = await visitor.page.evaluate(async () => {
      let worst = 0;
      for (const end = performance.now() + 4000; performance.now() < end; ) {
        const asked = performance.now();
        await new Promise((resolve) => setTimeout(resolve, 20));
        worst = Math.max(worst, performance.now() - asked - 20);
      }
      return worst;
    });
    assert.ok(late < 1000, `the page was away for ${late} ms`);
    await visitor.click(".stop");
    await visitor.mood("stopped");
    await visitor.sees("earlier lines are not kept", 0, 20_000);
  },

  async "Stop ends a program that never waits"(visitor) {
    await openShared(visitor, "int main() { for (volatile int i = 0;; i = i + 1) continue; }\n");
    await visitor.click(".run");
    await visitor.until("it runs", () => document.querySelector(".run-status").dataset.mood === "running", {
      timeout: 60_000,
    });
    await visitor.click(".stop");
    await visitor.mood("stopped");
  },

  async "a program that eats memory ends with a sentence"(visitor) {
    const eater =
      "#include <string>\n#include <vector>\nint main() { std::vector<std::string> all; for (;;) all.emplace_back(64 << 20, 'x'); }\n";
    await openShared(visitor, eater);
    await visitor.click(".run");
    await visitor.until("the end", () => /SIGABRT/.test(document.querySelector(".run-status").innerText), {
      timeout: 90_000,
    });
    await visitor.sees("terminate called");
  },

  async "Stop ends a compile that runs away, and the next one works"(visitor) {
    const many = `template <unsigned long long N, int Depth> struct Twice {
  static constexpr int value = Twice<2 * N, Depth - 1>::value + Twice<2 * N + 1, Depth - 1>::value;
};
template <unsigned long long N> struct Twice<N, 0> { static constexpr int value = 0; };
int main() { return Twice<1, 60>::value; }
`;
    await openShared(visitor, many);
    await visitor.click(".run");
    await visitor.until("the compile", () => /Compiling/.test(document.querySelector(".build-progress").innerText), {
      timeout: 60_000,
    });
    await visitor.click(".stop");
    await visitor.mood("stopped");
    await openShared(visitor, "int main() {}\n");
    await visitor.click(".run");
    await moodAfterCompiling(visitor, "good");
  },
};
