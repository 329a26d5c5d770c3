// SPDX-License-Identifier: MIT
// POP3: a Dovecot with a maildrop of 1,000 letters, and another user's of one. UTF8, which it has not, from the
// practice host.

import assert from "node:assert/strict";
import { start } from "../../servers/dovecot.mjs";
import { startPracticeHosts } from "../practice.mjs";
import { letters } from "./letters.mjs";

const other = Buffer.from("Subject: 你好\r\n\r\n再见\r\n");

export default {
  name: "POP3",
  program: "pop3_verbs",
  async start() {
    const server = await start({ messages: letters });
    server.addMessages([other], { user: "学生" });
    const practice = await startPracticeHosts();
    const args = (host, port) => [host, String(port)];
    return {
      runs: [
        { server: "dovecot", ports: { pop3: server.ports.pop3 }, args },
        {
          server: "practice",
          ports: { pop3: practice.portOf("mail.test", 110) },
          args: (host, port) => [...args(host, port), "UTF8"],
        },
      ],
      /** The program deletes letters 2 and 999 for good, and the other user's only one. */
      async verify(name) {
        if (name !== "dovecot") return;
        const left = letters.filter((_, index) => index !== 1 && index !== 998);
        assert.deepEqual(await server.storedMessages(), left);
        assert.deepEqual(await server.storedMessages({ user: "学生" }), []);
      },
      stop: async () => {
        await server.stop();
        await practice.stop();
      },
    };
  },
};
