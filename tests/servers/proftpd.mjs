// SPDX-License-Identifier: MIT
// A real ProFTPD: MLSD, MLST, EPSV, EPRT, SIZE, MDTM, REST, UTF-8 names. (It has no ACCT; nobody has.)

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../browser/servers.mjs";
import { defaultFiles, owning, passivePorts, passwd, password, place, users } from "./ftp_home.mjs";
import { startInRoot } from "./root.mjs";

function configuration(port, passive) {
  return `
ServerType standalone
ServerName "proftpd.test"
DefaultAddress 127.0.0.1
SocketBindTight on
Port ${port}
PassivePorts ${passive.first} ${passive.last}
UseIPv6 off
UseReverseDNS off
User nobody
Group nogroup
PidFile /test/proftpd.pid
ScoreboardFile /test/scoreboard
DelayTable none
SystemLog /test/system.log
TransferLog none
WtmpLog off
UseEncoding UTF-8 UTF-8
AuthOrder mod_auth_file.c
AuthUserFile /test/passwd
AuthGroupFile /test/group
RequireValidShell off
DefaultRoot ~
AllowOverwrite on
AllowStoreRestart on
AllowRetrieveRestart on
AllowForeignAddress on
MaxInstances 60
TimeoutIdle 120
Umask 022
<Anonymous /test/home>
  User ftp
  Group users
  UserAlias anonymous ftp
  AnonRequirePassword off
  <Limit WRITE>
    DenyAll
  </Limit>
</Anonymous>
`;
}

/**
 * Starts ProFTPD. `files` ({path: content}) is the home of all users and what an anonymous visitor reads.
 * @returns port, passive {first, last}, users, password, home (outside: what is stored can be compared), stop()
 */
export async function start({ files = defaultFiles } = {}) {
  const port = await freePort();
  const passive = passivePorts();
  const prepare = (folder) => {
    place(join(folder, "home"), files);
    writeFileSync(join(folder, "proftpd.conf"), configuration(port, passive));
    writeFileSync(join(folder, "passwd"), `${passwd("/test/home")}ftp:!:1001:1000::/test/home:/bin/sh\n`, {
      mode: 0o600,
    });
    writeFileSync(join(folder, "group"), "users:x:1000:\n", { mode: 0o600 });
  };
  const command = owning("/test/home", ["proftpd", "--nodaemon", "--config", "/test/proftpd.conf"]);
  const server = await startInRoot("sh", command, { prepare, ports: [port] });
  return { ...server, port, passive, users, password, home: join(server.folder, "home") };
}
