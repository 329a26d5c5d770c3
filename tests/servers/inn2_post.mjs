// SPDX-License-Identifier: MIT
// The articles that the tests' INN begins with, and how they are posted to it.

import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";

const word = (text) => `=?UTF-8?B?${Buffer.from(text).toString("base64")}?=`;

/** What a reader finds at first: a thread, encoded headers, lines that begin with dots, 8-bit text. */
export const defaultArticles = [
  { subject: "First", body: "The first article.\r\n" },
  { subject: "Re: First", references: "<1@news.test>", body: "An answer.\r\n.a dot\r\n..two dots\r\n.\r\nthe end\r\n" },
  { subject: word("你好，世界"), from: `${word("用户")} <user@news.test>`, body: "你好，世界\r\n" },
  { group: "local.中文", subject: word("第一篇"), body: "中文讨论组的第一篇文章。\r\n" },
  { subject: "Long", body: `${"0123456789".repeat(90)}\r\n`.repeat(200) },
].map((article, index) => ({ id: `<${index + 1}@news.test>`, ...article }));

/** An article as RFC 5536 has it, its lines ending with CR LF. */
export function format({ id, group = "local.test", subject, from = "Reader <reader@news.test>", references, body }) {
  const headers = {
    From: from,
    Newsgroups: group,
    Subject: subject,
    "Message-ID": id,
    References: references,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
  };
  const lines = Object.entries(headers).filter(([, value]) => value !== undefined);
  return `${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`;
}

/** Posts articles one after another to a server on loopback. */
export async function post(port, articles = defaultArticles) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const lines = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]();
  const expect = async (code) => {
    const { value } = await lines.next();
    if (!value?.startsWith(code)) throw new Error(`INN on port ${port} said: ${value}`);
  };
  await expect("200");
  for (const article of articles) {
    socket.write("POST\r\n");
    await expect("340");
    socket.write(`${format(article).replace(/^\./gm, "..")}.\r\n`);
    await expect("240");
  }
  socket.end("QUIT\r\n");
  await expect("205");
  socket.destroy();
}
