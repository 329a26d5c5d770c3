// SPDX-License-Identifier: MIT
// The table of the internet's protocols, in its order, with sockets themselves before it.

import type { Example } from "./examples.ts";
import { type TextKey, t } from "./language.ts";

export interface Protocol {
  name: string;
  /** Its well-known ports; sockets have none. */
  ports: readonly number[];
  /** The documents that define it, as numbers of RFCs. */
  rfcs: readonly number[];
  /** The practice hosts that speak it. */
  hosts: readonly string[];
  purpose?: TextKey;
}

export const protocols: readonly Protocol[] = [
  { name: "Sockets", ports: [], rfcs: [9293], hosts: ["www.test", "echo.test"], purpose: "protocol.Sockets" },
  { name: "Servers", ports: [], rfcs: [9293, 768], hosts: [], purpose: "protocol.Servers" },
  { name: "HTTP", ports: [80], rfcs: [9110, 9112], hosts: ["www.test"], purpose: "protocol.HTTP" },
  { name: "NNTP", ports: [119], rfcs: [3977, 4643], hosts: ["news.test"], purpose: "protocol.NNTP" },
  { name: "FTP", ports: [20, 21], rfcs: [959, 2428, 3659], hosts: ["ftp.test"], purpose: "protocol.FTP" },
  { name: "SMTP", ports: [25], rfcs: [5321, 4954], hosts: ["mail.test"], purpose: "protocol.SMTP" },
  { name: "POP3", ports: [110], rfcs: [1939, 2449], hosts: ["mail.test"], purpose: "protocol.POP3" },
  { name: "IMAP4", ports: [143], rfcs: [3501, 9051], hosts: ["mail.test"], purpose: "protocol.IMAP4" },
  { name: "Telnet", ports: [23], rfcs: [854, 855, 1073], hosts: ["telnet.test"], purpose: "protocol.Telnet" },
  { name: "Gopher", ports: [70], rfcs: [1436], hosts: ["gopher.test"], purpose: "protocol.Gopher" },
];

/** Its ports in words, or nothing where it has none. */
export function portText({ ports }: Protocol): string {
  return ports.length === 0
    ? ""
    : t(ports.length > 1 ? "protocol.ports" : "protocol.port", { ports: ports.join(", ") });
}

export const rfcUrl = (rfc: number): string => `https://www.rfc-editor.org/rfc/rfc${rfc}`;

export interface Group {
  protocol: Protocol;
  examples: Example[];
}

/** The practice hosts and the ports that they answer on, as host:port. */
export function practiceHosts(): string[] {
  return [
    ...protocols.slice(1).flatMap(({ hosts, ports }) => hosts.map((host) => `${host}:${ports.at(-1)}`)),
    "echo.test:7",
  ];
}

/** A protocol by its name; one that the table does not know has a name and nothing else. */
export const protocolNamed = (name: string): Protocol =>
  protocols.find((protocol) => protocol.name === name) ?? { name, ports: [], rfcs: [], hosts: [] };

const plain = (text: string): string => text.normalize("NFKC").toLowerCase();

/** Whether every word of what the reader looks for occurs in an example: its name, texts, usage, protocol or port. */
export function matches(example: Example, query: string): boolean {
  const { name, title, blurb, usage, protocol } = example;
  const { ports } = protocolNamed(protocol);
  const told = plain([name, title.en, title.zh, blurb.en, blurb.zh, usage, protocol, ...ports].join("\n"));
  return plain(query)
    .split(/\s+/)
    .every((word) => told.includes(word));
}

/** The examples by protocol, in the table's order, without the groups that have none. */
export function groupsOf(examples: readonly Example[], query = ""): Group[] {
  const found = examples.filter((example) => matches(example, query));
  const strange = [...new Set(found.map(({ protocol }) => protocol))].filter(
    (name) => !protocols.some((protocol) => protocol.name === name),
  );
  return [...protocols, ...strange.map(protocolNamed)]
    .map((protocol) => ({ protocol, examples: found.filter((example) => example.protocol === protocol.name) }))
    .filter((group) => group.examples.length > 0);
}
