// SPDX-License-Identifier: MIT

import { describe, expect, it } from "vitest";
import { readPlace, writePlace } from "../../../web/ui/address.ts";
import { configOf, isTarget, readSiteConfig, socketUrl } from "../../../web/ui/gateway.ts";

const base = "https://learn.example/porthole/porthole.json";

describe("porthole.json", () => {
  it("names a gateway, relative to itself", () => {
    expect(readSiteConfig({ gateway: "/tunnel", kind: "porthole" }, base)).toEqual({
      gateway: "wss://learn.example/tunnel",
      kind: "porthole",
    });
  });

  it("names a stock websockify with its target", () => {
    const value = { gateway: "ws://127.0.0.1:6080/", kind: "websockify", fixed: "www.example:80" };
    expect(readSiteConfig(value, base)).toEqual(value);
  });

  it("may leave the practice hosts to the gateway", () => {
    const value = { gateway: "ws://127.0.0.1:8017/", kind: "porthole", practice: "gateway" };
    expect(readSiteConfig(value, base)).toEqual(value);
    expect(readSiteConfig({ ...value, practice: 3 }, base)).not.toHaveProperty("practice");
  });

  it.each([null, 7, "text", [], {}, { gateway: null }, { gateway: 3 }, { gateway: "javascript:alert(1)" }])(
    "%j is no gateway",
    (value) => {
      expect(readSiteConfig(value, base)).toEqual({ gateway: null, kind: "porthole" });
    },
  );
});

describe("the reader's choice", () => {
  const site = { gateway: "ws://site.example/tunnel", kind: "porthole" } as const;

  it("wins over the site's", () => {
    expect(configOf({ kind: "site" }, site)).toMatchObject(site);
    expect(configOf({ kind: "none" }, site).gateway).toBeNull();
    expect(configOf({ kind: "porthole", url: "ws://mine.example/" }, site).gateway).toBe("ws://mine.example/");
  });

  it("of who serves the practice hosts wins too, and without a gateway the tab does", () => {
    const named = { ...site, practice: "gateway" } as const;
    expect(configOf({ kind: "site" }, site).practice).toBe("tab");
    expect(configOf({ kind: "site" }, named).practice).toBe("gateway");
    expect(configOf({ kind: "site" }, named, "tab").practice).toBe("tab");
    expect(configOf({ kind: "none" }, site, "gateway").practice).toBe("tab");
  });

  it("cannot be made by a link", () => {
    const place = readPlace("#example=tcp_client&args=a+80&gateway=ws%3A%2F%2Fevil.example%2F");
    expect(place).toEqual({ example: "tcp_client", args: ["a", "80"] });
    expect(readPlace(writePlace(place))).toEqual(place);
  });
});

describe("addresses", () => {
  it("become those of WebSockets", () => {
    expect(socketUrl("http://127.0.0.1:8017/tunnel", base)).toBe("ws://127.0.0.1:8017/tunnel");
    expect(socketUrl("ftp://host/", base)).toBeUndefined();
    expect(socketUrl("ws://", base)).toBeUndefined();
  });

  it.each([
    ["www.example:80", true],
    ["[2001:db8::1]:80", true],
    ["www.example", false],
    ["www.example:port", false],
    ["2001:db8::1:80", false],
    ["a b:80", false],
  ] as const)("%s as a target: %s", (text, good) => {
    expect(isTarget(text)).toBe(good);
  });
});
