// SPDX-License-Identifier: MIT
// SMTP: a Postfix that knows us already, and another one that asks for a login; what they deliver is compared.
// EXPN and HELP, which Postfix has not, from the practice host.

import assert from "node:assert/strict";
import { start } from "../../servers/postfix.mjs";
import { startPracticeHosts } from "../practice.mjs";

const bytes = (step) => Array.from({ length: 256 }, (_, value) => (value * step) % 256);
const everyByte = Buffer.from([...bytes(1), ...bytes(3), ...bytes(255)]);
const rawBytes = Buffer.from(bytes(1).filter((value) => ![0, 10, 13].includes(value)));

/** Waits, within limits, until so many messages have been delivered. */
async function delivered(server, count, options) {
  const end = Date.now() + 30_000;
  for (;;) {
    const messages = await server.storedMessages(options);
    if (messages.length >= count || Date.now() > end) return messages;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

function theOne(messages, text) {
  const found = messages.filter((message) => message.includes(text));
  assert.equal(found.length, 1, `one message holds ${text}`);
  return found[0];
}

/** What the sender wrote after its headers, with the server's line ends. */
const body = (message) => message.subarray(message.indexOf("\n\n") + 2);

export default {
  name: "SMTP",
  program: "smtp_verbs",
  async start() {
    const server = await start();
    const guarded = await start({ withoutLogin: false });
    const practice = await startPracticeHosts();
    const mailPort = practice.portOf("mail.test", 25);
    return {
      runs: [
        {
          server: "postfix",
          ports: { smtp: server.port, guarded: guarded.port },
          args: (host, port) => [host, String(port), String(guarded.port), String(server.sizeLimit)],
        },
        { server: "practice", ports: { smtp: mailPort }, args: (host, port) => [host, String(port)] },
      ],
      async verify(name) {
        if (name !== "postfix") return;
        const mine = await delivered(server, 6);
        assert.equal(mine.length, 6);
        const [other, ...more] = await delivered(server, 1, { user: "学生" });
        assert.equal(more.length, 0);
        for (const letter of [other, theOne(mine, "multipart/mixed")]) {
          assert.ok(!letter.includes("\nBcc:"));
          assert.ok(letter.includes("\nSubject: 你好，世界\n"));
          const attachment = letter.toString("latin1").split("base64\n").at(-1).split("\n\n")[1].split("\n--")[0];
          assert.deepEqual(Buffer.from(attachment, "base64"), everyByte);
        }
        const raw = theOne(mine, "Subject: raw");
        assert.deepEqual(body(raw), Buffer.concat([rawBytes, Buffer.from("\n.\n")]));
        theOne(mine, "\n.\n..\nlast\n");
        for (const text of ["\n\nsome\n", "\n\nmany\n", "\n\nafter\n"]) theOne(mine, text);
      },
      stop: async () => {
        await server.stop();
        await guarded.stop();
        await practice.stop();
      },
    };
  },
};
