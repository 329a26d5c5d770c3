// SPDX-License-Identifier: MIT
// A real Postfix, its passwords checked by a real Dovecot beside it: AUTH PLAIN, LOGIN and CRAM-MD5 in the clear (it
// listens on loopback only), SIZE, PIPELINING, 8BITMIME, SMTPUTF8. Mail to users of mail.test lands in their Maildirs,
// any other recipient is refused: 550 for an unknown user, 554 for a domain that is not ours.

import { mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../browser/servers.mjs";
import { configuration, mailHelpers } from "./dovecot.mjs";
import { domain, furnish, owner, owning, users } from "./mail_home.mjs";
import { startInRoot } from "./root.mjs";

function mainSettings(sizeLimit, withoutLogin) {
  return {
    compatibility_level: "3.6",
    // Inside there is no system log; postlogd writes one beside the configuration.
    maillog_file: "/test/postfix.log",
    maillog_file_prefixes: "/test",
    myhostname: domain,
    mydestination: "",
    mynetworks: withoutLogin ? "127.0.0.0/8" : "",
    inet_interfaces: "127.0.0.1",
    inet_protocols: "ipv4",
    relay_domains: "",
    virtual_mailbox_domains: domain,
    virtual_mailbox_base: "/test/mail",
    virtual_mailbox_maps: "texthash:/test/postfix/recipients",
    virtual_mailbox_limit: 0,
    ...owner,
    message_size_limit: sizeLimit,
    smtputf8_enable: "yes",
    smtpd_sasl_auth_enable: "yes",
    smtpd_sasl_type: "dovecot",
    smtpd_sasl_path: "private/auth",
    smtpd_sasl_security_options: "noanonymous",
    smtpd_relay_restrictions: "reject_unauth_destination",
    smtpd_recipient_restrictions: withoutLogin ? "permit_mynetworks" : "permit_sasl_authenticated, reject",
    smtpd_peername_lookup: "no",
    smtpd_error_sleep_time: 0,
    smtpd_soft_error_limit: 1000,
    smtpd_hard_error_limit: 2000,
    smtpd_client_connection_count_limit: 0,
    in_flow_delay: 0,
    default_transport: "error:mail leaves no test",
    alias_maps: "",
    local_recipient_maps: "",
    biff: "no",
  };
}

/** master.cf: only what receiving and delivering needs. */
function services(port) {
  const rows = [
    `127.0.0.1:${port} inet n - n - 50 smtpd`,
    "cleanup unix n - n - 0 cleanup",
    "qmgr unix n - n 300 1 qmgr",
    "rewrite unix - - n - - trivial-rewrite",
    "bounce unix - - n - 0 bounce",
    "defer unix - - n - 0 bounce",
    "trace unix - - n - 0 bounce",
    "error unix - - n - - error",
    "virtual unix - n n - - virtual",
    "anvil unix - - n - 1 anvil",
    "proxymap unix - - n - - proxymap",
    "showq unix n - n - - showq",
    "postlog unix-dgram n - n - 1 postlogd",
  ];
  return `${rows.join("\n")}\n`;
}

/** Postfix waits two seconds for a young file to change again. */
function writeOld(path, text) {
  writeFileSync(path, text);
  utimesSync(path, 0, 0);
}

function write(folder, port, sizeLimit, withoutLogin) {
  mkdirSync(join(folder, "postfix"));
  const settings = Object.entries(mainSettings(sizeLimit, withoutLogin)).map(([name, value]) => `${name} = ${value}\n`);
  writeOld(join(folder, "postfix/main.cf"), settings.join(""));
  writeFileSync(join(folder, "postfix/master.cf"), services(port));
  const recipients = users.map((user) => `${user}@${domain} ${user}/\n`);
  writeOld(join(folder, "postfix/recipients"), recipients.join(""));
  writeFileSync(join(folder, "dovecot.conf"), configuration({ authSocket: "/var/spool/postfix/private/auth" }));
}

/**
 * Starts Postfix and Dovecot's password service.
 * @param sizeLimit bytes of the largest message; a larger one is refused with 552
 * @param withoutLogin false refuses recipients until the client has logged in
 * @returns port, ports {smtp}, domain, users, password, sizeLimit, storedMessages({user}) (as delivered: with a
 *   Return-Path and Received on top, lines ended by LF), log() of Postfix, what startInRoot() gives, stop()
 */
export async function start({ sizeLimit = 1_000_000, withoutLogin = true } = {}) {
  const port = await freePort();
  const prepare = (folder) => {
    furnish(folder);
    write(folder, port, sizeLimit, withoutLogin);
  };
  const master = "exec /usr/lib/postfix/sbin/master -d -c /test/postfix";
  const script = `${owning} && dovecot -c /test/dovecot.conf && ${master}`;
  const server = await startInRoot("sh", ["-c", script], { prepare, ports: [port] });
  const log = () => readFileSync(join(server.folder, "postfix.log"), "utf8");
  return { ...server, ...mailHelpers(server), log, port, ports: { smtp: port }, domain, sizeLimit };
}
