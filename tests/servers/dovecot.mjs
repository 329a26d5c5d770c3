// SPDX-License-Identifier: MIT
// A real Dovecot: POP3 with APOP, UIDL and TOP; IMAP4rev1 with LITERAL+, IDLE, UIDPLUS, NAMESPACE and more. Passwords
// may go in the clear: it listens on loopback only.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../browser/servers.mjs";
import { add, furnish, owning, password, stored, users } from "./mail_home.mjs";
import { startInRoot } from "./root.mjs";

/** A login service: one process for all connections, no idle spares, one port, none for TLS. */
function login(name, port) {
  return `service ${name}-login {
  inet_listener ${name} {
    address = 127.0.0.1
    port = ${port}
  }
  inet_listener ${name}s {
    port = 0
  }
  service_count = 0
  process_min_avail = 1
}
`;
}

/** The configuration file. Without ports it only checks passwords, at the Unix socket \`authSocket\`. */
export function configuration({ ports, authSocket } = {}) {
  const listener = `service auth {
  unix_listener ${authSocket} {
    mode = 0666
  }
}
`;
  return `
protocols = ${ports ? "imap pop3" : ""}
listen = 127.0.0.1
ssl = no
log_path = /dev/stderr
disable_plaintext_auth = no
auth_mechanisms = plain login cram-md5 apop
auth_username_chars =
auth_failure_delay = 0
auth_worker_max_count = 2
passdb {
  driver = passwd-file
  args = username_format=%u /test/users
  skip = authenticated
}
userdb {
  driver = passwd-file
  args = username_format=%u /test/users
}
first_valid_uid = 1
mail_location = maildir:/test/mail/%u
mail_fsync = never
mail_max_userip_connections = 100
namespace inbox {
  inbox = yes
  separator = /
}
service anvil {
  client_limit = 2000
  # Without it an address that gave a wrong password is not made to wait.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
${ports ? login("imap", ports.imap) + login("pop3", ports.pop3) : ""}${authSocket ? listener : ""}`;
}

/** The helpers that a server with Maildirs offers: see mail_home.mjs. */
export function mailHelpers(server) {
  return {
    users,
    password,
    addMessages: (messages, options) => add(server.folder, messages, options),
    storedMessages: (options) => stored(server, options),
  };
}

/**
 * Starts Dovecot.
 * @param messages what the first user's INBOX holds at first (strings or Buffers)
 * @returns ports {imap, pop3}, users, password, addMessages(list, {user, mailbox}), storedMessages({user, mailbox}),
 *   what startInRoot() gives, stop()
 */
export async function start({ messages = [] } = {}) {
  const ports = { imap: await freePort(), pop3: await freePort() };
  const prepare = (folder) => {
    furnish(folder);
    add(folder, messages);
    writeFileSync(join(folder, "dovecot.conf"), configuration({ ports }));
  };
  const script = `${owning} && exec dovecot -F -c /test/dovecot.conf`;
  const server = await startInRoot("sh", ["-c", script], { prepare, ports: Object.values(ports) });
  return { ...server, ...mailHelpers(server), ports };
}
