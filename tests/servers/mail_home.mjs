// SPDX-License-Identifier: MIT
// What Postfix and Dovecot have in common: two users of mail.test and their Maildirs, which a test fills and reads
// as plain files.

import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Both log in with the password `secret`; their addresses are NAME@mail.test. */
export const users = ["learner", "学生"];
export const password = "secret";
export const domain = "mail.test";

const number = 1000;
let serial = 0;

/** Makes the Maildirs and Dovecot's password file in a folder that is seen at /test. */
export function furnish(folder) {
  for (const user of users) {
    for (const name of ["new", "cur", "tmp"]) mkdirSync(join(folder, "mail", user, name), { recursive: true });
  }
  // Kept as plain text, because CRAM-MD5 and APOP are computed from it.
  const lines = users.map((user) => `${user}:{PLAIN}${password}:${number}:${number}::/test/mail/${user}::\n`);
  writeFileSync(join(folder, "users"), lines.join(""));
  writeFileSync(join(folder, "group"), "");
}

/**
 * Shell commands before the servers' own: the Maildirs belong to the mail user, and are open to the test outside,
 * whose number inside is another when it does not run as root.
 */
export const owning = `chown -R ${number}:${number} /test/mail && chmod -R a+rwX /test/mail`;

/** Settings of Postfix for who owns a delivered message. */
export const owner = { virtual_uid_maps: `static:${number}`, virtual_gid_maps: `static:${number}` };

function maildir(folder, user, mailbox) {
  return join(folder, "mail", user, mailbox === "INBOX" ? "" : `.${mailbox}`);
}

/**
 * Puts messages (each a string or a Buffer, lines ended as they shall be stored) into a mailbox, in their order, at
 * once: two thousand a second. Dovecot sees them when a client looks next, and while one idles.
 */
export function add(folder, messages, { user = users[0], mailbox = "INBOX" } = {}) {
  const path = maildir(folder, user, mailbox);
  const names = messages.map(() => {
    serial += 1;
    return `1700000000.M${String(serial).padStart(9, "0")}P1.test`;
  });
  messages.forEach((message, index) => {
    const draft = join(path, "tmp", names[index]);
    writeFileSync(draft, message);
    renameSync(draft, join(path, "new", names[index]));
  });
}

/** The messages of a mailbox as they lie on the disk, in the order they came. */
export async function stored(server, { user = users[0], mailbox = "INBOX" } = {}) {
  await server.run("chmod", ["-R", "a+rwX", "/test/mail"]);
  const path = maildir(server.folder, user, mailbox);
  const files = ["cur", "new"].flatMap((name) => readdirSync(join(path, name)).map((file) => [file, name]));
  const order = ([file]) =>
    file
      .match(/^(\d+)\.[^.]*?M(\d+)/)
      ?.slice(1)
      .map(Number) ?? [0, 0];
  files.sort((a, b) => order(a)[0] - order(b)[0] || order(a)[1] - order(b)[1]);
  return files.map(([file, name]) => readFileSync(join(path, name, file)));
}
