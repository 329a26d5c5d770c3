// SPDX-License-Identifier: MIT
// The table of verbs in docs/protocols.md: which server proves which verb of which protocol.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../browser/servers.mjs";

/**
 * Rows `| FTP | RETR | ProFTPD, vsftpd |` as `{ protocol, verb, servers }`, all in lower case but the verb. A server
 * with `(native)` behind it proves the verb natively only; the reason stands below the table.
 */
export function verbTable(path = join(root, "docs/protocols.md")) {
  const rows = [];
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const cells = line.split("|").map((cell) => cell.trim());
    if (cells.length !== 5 || !/^[A-Z]/.test(cells[1]) || cells[1] === "Protocol") continue;
    const servers = cells[3].split(",").map((text) => {
      const [, name, native] = /^(.*?)\s*(\(native\))?$/.exec(text.trim());
      return { name: name.toLowerCase(), nativeOnly: native !== undefined };
    });
    rows.push({ protocol: cells[1].toLowerCase(), verb: cells[2].replaceAll("`", ""), servers });
  }
  return rows;
}

/** What the table promises of a run and its output does not show, and the other way round, as sentences. */
export function missingVerbs(table, protocol, server, where, output) {
  const proved = new Set([...output.matchAll(/^ok (.+?)\r?$/gm)].map(([, verb]) => verb));
  const wanted = new Set();
  const known = new Set();
  for (const row of table) {
    if (row.protocol !== protocol) continue;
    for (const { name, nativeOnly } of row.servers) {
      if (name !== server) continue;
      known.add(row.verb);
      if (where === "native" || !nativeOnly) wanted.add(row.verb);
    }
  }
  return [
    ...[...wanted].filter((verb) => !proved.has(verb)).map((verb) => `${verb} was not proved by ${server}`),
    ...[...proved].filter((verb) => !known.has(verb)).map((verb) => `${verb} of ${server} is missing in the table`),
    ...(wanted.size === 0 ? [`the table says nothing of ${protocol} and ${server}`] : []),
  ];
}
