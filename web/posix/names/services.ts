// SPDX-License-Identifier: MIT

/** Names of ports as /etc/services on Debian has them: those of the protocols spoken here, and their neighbours. */
export const SERVICES: readonly [name: string, port: number, protocol: "tcp" | "udp"][] = [
  ["echo", 7, "tcp"],
  ["echo", 7, "udp"],
  ["discard", 9, "tcp"],
  ["discard", 9, "udp"],
  ["daytime", 13, "tcp"],
  ["daytime", 13, "udp"],
  ["chargen", 19, "tcp"],
  ["chargen", 19, "udp"],
  ["ftp-data", 20, "tcp"],
  ["ftp", 21, "tcp"],
  ["ssh", 22, "tcp"],
  ["telnet", 23, "tcp"],
  ["smtp", 25, "tcp"],
  ["time", 37, "tcp"],
  ["time", 37, "udp"],
  ["whois", 43, "tcp"],
  ["domain", 53, "tcp"],
  ["domain", 53, "udp"],
  ["tftp", 69, "udp"],
  ["gopher", 70, "tcp"],
  ["finger", 79, "tcp"],
  ["http", 80, "tcp"],
  ["pop3", 110, "tcp"],
  ["nntp", 119, "tcp"],
  ["ntp", 123, "udp"],
  ["imap2", 143, "tcp"],
  ["irc", 194, "tcp"],
  ["https", 443, "tcp"],
  ["https", 443, "udp"],
  ["submission", 587, "tcp"],
  ["imaps", 993, "tcp"],
  ["pop3s", 995, "tcp"],
];

/** Other names of the same ports. */
const ALIASES = new Map([
  ["mail", "smtp"],
  ["www", "http"],
  ["pop-3", "pop3"],
  ["readnews", "nntp"],
  ["untp", "nntp"],
  ["imap", "imap2"],
]);

export function servicePort(name: string, protocol: "tcp" | "udp"): number | undefined {
  const known = ALIASES.get(name) ?? name;
  return SERVICES.find((service) => service[0] === known && service[2] === protocol)?.[1];
}

export function serviceName(port: number, protocol: "tcp" | "udp"): string | undefined {
  return SERVICES.find((service) => service[1] === port && service[2] === protocol)?.[0];
}

/** The file that libc's getservbyname reads. */
export function servicesFile(): string {
  const aliases = (name: string) => [...ALIASES].filter(([, known]) => known === name).map(([alias]) => alias);
  return SERVICES.map(
    ([name, port, protocol]) => `${[name, `${port}/${protocol}`, ...aliases(name)].join("\t")}\n`,
  ).join("");
}
