// SPDX-License-Identifier: MIT
// IMAP4: a Dovecot whose INBOX holds 1,000 letters. Each place works in a folder of its own.

import { start } from "../../servers/dovecot.mjs";

const letters = Array.from(
  { length: 1000 },
  (_, number) => `From: teacher@mail.test\nSubject: Letter ${number}\n\nThis is letter ${number}.\n`,
);
let turn = 0;

export default {
  name: "IMAP",
  program: "imap_verbs",
  async start() {
    const server = await start({ messages: letters });
    const args = (host, port) => {
      turn += 1;
      return [host, String(port), `Verbs ${turn}`];
    };
    return {
      runs: [{ server: "dovecot", ports: { imap: server.ports.imap }, args }],
      stop: () => server.stop(),
    };
  },
};
