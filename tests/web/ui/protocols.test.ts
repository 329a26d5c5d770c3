// SPDX-License-Identifier: MIT

import { describe, expect, it } from "vitest";
import type { Example } from "../../../web/ui/examples.ts";
import { groupsOf, matches, portText, protocolNamed, protocols } from "../../../web/ui/protocols.ts";

function example(name: string, protocol: string, zh = "示例"): Example {
  return {
    name,
    protocol,
    title: { en: `Title of ${name}`, zh },
    blurb: { en: "A sentence.", zh: "一句话。" },
    usage: `${name} [HOST [PORT]]`,
    arguments: [],
    page: [],
    also: [],
    source: "",
    wasm: "",
  };
}

const names = (examples: Example[]): string[] => examples.map(({ name }) => name);

describe("the table of protocols", () => {
  it("has the ports of the seed's table, in its order", () => {
    expect(protocols.slice(2).map(({ name, ports }) => [name, ...ports])).toEqual([
      ["HTTP", 80],
      ["NNTP", 119],
      ["FTP", 20, 21],
      ["SMTP", 25],
      ["POP3", 110],
      ["IMAP4", 143],
      ["Telnet", 23],
      ["Gopher", 70],
    ]);
  });

  it.each(protocols)("$name has a purpose, an RFC and a practice host", ({ name, purpose, rfcs, hosts }) => {
    expect(purpose).toBeDefined();
    expect(rfcs.length).toBeGreaterThan(0);
    for (const host of hosts) expect(host).toMatch(/^\w+\.test$/);
    // Those of the reader's own servers are in the tab.
    if (name !== "Servers") expect(hosts.length).toBeGreaterThan(0);
  });

  it("says one port or several", () => {
    expect(portText(protocolNamed("SMTP"))).toBe("Port 25");
    expect(portText(protocolNamed("FTP"))).toBe("Ports 20, 21");
    expect(portText(protocolNamed("Sockets"))).toBe("");
  });
});

describe("groups", () => {
  const list = [example("gopher", "Gopher"), example("b", "Sockets"), example("ftp_b", "FTP"), example("a", "Sockets")];

  it("follow the table; their examples keep the list's order", () => {
    expect(groupsOf(list).map(({ protocol, examples }) => [protocol.name, ...names(examples)])).toEqual([
      ["Sockets", "b", "a"],
      ["FTP", "ftp_b"],
      ["Gopher", "gopher"],
    ]);
  });

  it("take a protocol that the table does not know, at the end", () => {
    const groups = groupsOf([example("x", "Finger"), ...list]);
    expect(groups.at(-1)?.protocol).toEqual({ name: "Finger", ports: [], rfcs: [], hosts: [] });
  });

  it("are left out where nothing is found", () => {
    expect(groupsOf(list, "gopher").map(({ protocol }) => protocol.name)).toEqual(["Gopher"]);
    expect(groupsOf(list, "nothing says this")).toEqual([]);
  });
});

describe("finding", () => {
  it.each(["FTP", "ftp", " title  FTP_L ", "21", "列目录", "ＦＴＰ", "host port", ""])("%j finds it", (query) => {
    expect(matches(example("ftp_list", "FTP", "列目录"), query)).toBe(true);
  });

  it("needs every word", () => {
    expect(matches(example("ftp_list", "FTP"), "ftp mail")).toBe(false);
  });
});
