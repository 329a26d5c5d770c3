// SPDX-License-Identifier: MIT

import { type NamedHost, PRACTICE_NET } from "../posix/networks/tab/hosts.ts";
import { Program } from "./program.ts";
import { hostsAre, onHostsWanted } from "./tab.ts";

/** What the hosts print before they answer: a line a service, and an empty one. */
function readHosts(text: string): NamedHost[] | null {
  const end = text.replaceAll("\r", "").indexOf("\n\n");
  if (end < 0) return null;
  const lines = text.replaceAll("\r", "").slice(0, end).split("\n");
  return lines.map((line) => {
    const [name = "", address = ""] = line.split(" ");
    return { name, address };
  });
}

/** Serves the practice hosts in the tab, by the program at `wasm`, from when somebody first wants to reach them. */
export function servePractice(wasm: string): void {
  onHostsWanted(() => {
    const program = new Program({
      wasm,
      name: "practice",
      args: [],
      gateway: { gateway: null, kind: "porthole" },
      addresses: [PRACTICE_NET],
      columns: 80,
      rows: 24,
    });
    const decoder = new TextDecoder();
    let text = "";
    let told = false;
    program.onOutput = (bytes, fd) => {
      const piece = decoder.decode(bytes);
      if (fd === 2) console.warn(piece.trimEnd());
      if (told) return;
      text += piece;
      const hosts = readHosts(text);
      told = hosts !== null;
      if (hosts) hostsAre(hosts);
    };
    void program.exited.then(({ error }) => {
      if (error) console.warn(`practice hosts: ${error}`);
      // Who waits for them learns that there are none; the next who wants them starts them again.
      if (!told) hostsAre([]);
      hostsAre(null);
      program.stop();
    });
  });
}
