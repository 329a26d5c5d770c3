// SPDX-License-Identifier: MIT
// NNTP: an INN whose local.test holds 1,000 articles. SASL, which it has not without TLS, from the practice host.

import { start } from "../../servers/inn2.mjs";
import { defaultArticles } from "../../servers/inn2_post.mjs";
import { startPracticeHosts } from "../practice.mjs";

const first = defaultArticles.filter(({ group = "local.test" }) => group === "local.test").length + 1;
const numbered = Array.from({ length: 1001 - first }, (_, index) => {
  const number = first + index;
  const body = `Line of article ${number}.\r\n`.repeat((number % 7) + 1);
  return {
    id: `<n${number}@news.test>`,
    subject: `Article ${number}`,
    references: `<n${number - 1}@news.test>`,
    body,
  };
});

export default {
  name: "NNTP",
  program: "nntp_verbs",
  async start() {
    const server = await start({ articles: [...defaultArticles, ...numbered] });
    const args = (host) => [host, ...[server.port, server.auth, server.feed].map(String)];
    const ports = { readers: server.port, members: server.auth, feed: server.feed };
    const practice = await startPracticeHosts();
    return {
      runs: [
        { server: "inn2", ports, args },
        {
          server: "practice",
          ports: { news: practice.portOf("news.test", 119) },
          args: (host, port) => [host, String(port)],
        },
      ],
      stop: async () => {
        await server.stop();
        await practice.stop();
      },
    };
  },
};
