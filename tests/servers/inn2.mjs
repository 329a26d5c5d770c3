// SPDX-License-Identifier: MIT
// A real INN: innd, which takes articles, and nnrpd, which serves readers; once open to all, once behind AUTHINFO.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../browser/servers.mjs";
import { passwd, password, users } from "./ftp_home.mjs";
import { post } from "./inn2_post.mjs";
import { startInRoot } from "./root.mjs";

/** Groups and what they are about; posting is allowed in all but the last. */
export const groups = {
  "local.test": "Tests of all kinds",
  "local.empty": "Nothing was ever written here",
  "local.中文": "中文讨论",
  "local.announce": "Read only",
};

const innConf = (port) => `
domain: news.test
pathhost: news.test
organization: "Porthole's tests"
mta: /bin/false
pathnews: /usr/lib/news
pathetc: /etc/news
pathdb: /var/lib/news
pathspool: /var/spool/news
pathrun: /run/news
pathlog: /var/log/news
hismethod: hisv6
enableoverview: true
ovmethod: tradindexed
bindaddress: 127.0.0.1
port: ${port}
artcutoff: 0
maxartsize: 0
localmaxartsize: 0
maxconnections: 50
nnrpdloadlimit: 0
doinnwatch: false
pgpverify: false
`;

const peers = `
streaming: true
max-connections: 8
peer local { hostname: "127.0.0.1" }
`;

const open = `
auth all { hosts: "*" default: "<reader>" }
access all { users: "*" newsgroups: "*" access: RPAN addcanlockuser: none }
`;

const locked = `
auth members { hosts: "*" auth: "ckpasswd -f /etc/news/members" }
access members { users: "*" newsgroups: "*" access: RPAN addcanlockuser: none }
`;

function configuration(folder, port) {
  const names = Object.keys(groups);
  const activity = names.map((name) => `${name} 0000000000 0000000001 ${name === "local.announce" ? "n" : "y"}\n`);
  const files = {
    "news/inn.conf": innConf(port),
    "news/incoming.conf": peers,
    "news/newsfeeds": "ME:*::\n",
    "news/readers.conf": open,
    "news/locked.conf": locked,
    "news/members": passwd("/"),
    "news/distrib.pats": "10:local.*:local\n",
    "db/active.times": "local.test 1772352000 usenet@news.test\n",
    "db/active": ["control 0 1 n\n", "control.cancel 0 1 n\n", "junk 0 1 n\n", ...activity].join(""),
    "db/newsgroups": names.map((name) => `${name}\t${groups[name]}\n`).join(""),
  };
  for (const name of ["news", "db"]) mkdirSync(join(folder, name));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

const script = (port, auth) => `
cp /test/news/* /etc/news/ && cp /test/db/* /var/lib/news/ && mkdir -p /run/news
chown news:news /run/news /var/lib/news/* /etc/news/members
as_news() { setpriv --reuid=news --regid=news --clear-groups /usr/lib/news/bin/"$@"; }
as_news innd -f &
as_news nnrpd -D -f -b 127.0.0.1 -p ${port} &
as_news nnrpd -D -f -b 127.0.0.1 -p ${auth} -c locked.conf &
wait
`;

/**
 * Starts INN with these articles ({group, subject, from, body, id, …} each, see inn2_post.mjs), in this order.
 * @returns port (readers, posting allowed), auth (AUTHINFO first, with one of `users` and `password`), feed (innd
 * itself: IHAVE, and MODE READER to become a reader), groups, stop()
 */
export async function start({ articles } = {}) {
  const [port, auth, feed] = [await freePort(), await freePort(), await freePort()];
  const prepare = (folder) => configuration(folder, feed);
  const server = await startInRoot("sh", ["-c", script(port, auth)], { prepare, ports: [port, auth, feed] });
  try {
    await post(port, articles);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ...server, port, auth, feed, users, password, groups: Object.keys(groups) };
}
