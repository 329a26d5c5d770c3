// SPDX-License-Identifier: MIT

import { describe, expect, it } from "vitest";
import { adviceFor } from "../../../web/ui/advice.ts";
import { OutputTail } from "../../../web/ui/output-tail.ts";

const ending = (tail: string, more: object = {}) => ({
  status: { code: 1, signal: null },
  tail,
  args: ["www.example", "80"],
  gateway: "ready" as const,
  host: "127.0.0.1:8017",
  ...more,
});

describe("advice after a failure", () => {
  it.each([
    ["connect www.example:81: Connection refused", "advice.refused"],
    ["connect no.example:80: Name or service not known", "advice.noName"],
    ["connect www.example:80: Network is unreachable", "advice.unreachable"],
    ["connect 10.0.0.1:80: Permission denied", "advice.denied"],
    ["recv: Connection reset by peer", "advice.reset"],
    ["connect www.example:80: timed out", "advice.timeout"],
    ["530 Login incorrect.", "advice.login"],
    ["535 5.7.8 Error: authentication failed", "advice.login"],
    ["481 Authentication failed", "advice.login"],
    ["-ERR [AUTH] Authentication failed.", "advice.login"],
    ["LOGIN: [AUTHENTICATIONFAILED] Authentication failed.", "advice.login"],
    ["telnet.test does not let me in", "advice.login"],
  ])("%s", (tail, key) => {
    expect(adviceFor(ending(tail))?.key).toBe(key);
  });

  it("blames the gateway when there is none, or when it has gone", () => {
    const tail = "connect www.example:80: Network is unreachable";
    expect(adviceFor(ending(tail, { gateway: "none" }))).toMatchObject({ key: "advice.noGateway", settings: true });
    expect(adviceFor(ending(tail, { gateway: "gone" }))).toMatchObject({ key: "advice.gatewayGone", settings: true });
  });

  it("says that a gateway wants a token", () => {
    for (const tail of [
      "connect www.example:80: Permission denied",
      "www.example: Temporary failure in name resolution",
    ])
      expect(adviceFor(ending(tail, { gateway: "locked" }))).toMatchObject({ key: "advice.locked", settings: true });
  });

  it("speaks of the practice hosts where one was meant", () => {
    const refused = ending("connect www.test:80: Connection refused", { args: ["www.test", "80"] });
    expect(adviceFor(refused)?.key).toBe("advice.refusedPractice");
    expect(adviceFor(refused)?.values?.hosts).toMatch(/^www\.test:80, news\.test:119, ftp\.test:21, /);
    const url = ending("connect www.test:81: Connection refused", { args: ["http://www.test:81/"] });
    expect(adviceFor(url)?.key).toBe("advice.refusedPractice");
  });

  it("passes on what the gateway said of its policy", () => {
    const notice = "The gateway's policy refused this: port 25 is closed";
    const denied = "connect mail.example:25: Permission denied";
    expect(adviceFor(ending(denied, { notice }))).toEqual({ key: "advice.said", values: { notice } });
  });

  it("is silent after success, and tells of a crash", () => {
    expect(adviceFor(ending("Connection refused", { status: { code: 0, signal: null } }))).toBeUndefined();
    const crash = { code: null, signal: null, error: "unreachable" };
    expect(adviceFor(ending("", { status: crash }))?.key).toBe("advice.crashed");
  });
});

describe("the tail of the output", () => {
  it("keeps the last bytes, whatever pieces they come in", () => {
    const tail = new OutputTail(16);
    for (const byte of new TextEncoder().encode("0123456789".repeat(10))) tail.add(Uint8Array.of(byte));
    expect(tail.text().endsWith("0123456789")).toBe(true);
    expect(tail.text().length).toBeLessThanOrEqual(32);
    tail.add(new TextEncoder().encode("x".repeat(100)));
    expect(tail.text()).toBe("x".repeat(16));
  });
});
