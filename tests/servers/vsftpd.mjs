// SPDX-License-Identifier: MIT
// A real vsftpd: the FTP server without MLSD, whose LIST a client must read; EPSV, EPRT, SIZE, MDTM, REST, ABOR.
// Its PAM refuses the user whose name is Chinese; ProFTPD takes both.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../browser/servers.mjs";
import { defaultFiles, owning, passivePorts, passwd, password, place, users } from "./ftp_home.mjs";
import { startInRoot } from "./root.mjs";

function configuration(port, passive) {
  const settings = {
    listen: "YES",
    background: "NO",
    listen_address: "127.0.0.1",
    listen_port: port,
    pasv_min_port: passive.first,
    pasv_max_port: passive.last,
    ftpd_banner: "vsftpd.test",
    local_enable: "YES",
    write_enable: "YES",
    local_umask: "022",
    chroot_local_user: "YES",
    allow_writeable_chroot: "YES",
    check_shell: "NO",
    anonymous_enable: "YES",
    no_anon_password: "YES",
    anon_root: "/test/home",
    secure_chroot_dir: "/test/empty",
    pam_service_name: "vsftpd",
    async_abor_enable: "YES",
    mdtm_write: "YES",
    utf8_filesystem: "YES",
    use_localtime: "NO",
    connect_from_port_20: "NO",
    session_support: "NO",
    xferlog_enable: "NO",
    idle_session_timeout: 120,
    max_clients: 60,
    delay_failed_login: 0,
    // Its own sandboxes are for strangers; inside a container they may be refused.
    seccomp_sandbox: "NO",
    isolate: "NO",
    isolate_network: "NO",
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

/** The throw-away root gets the users and how they are checked; the rest of the list is the server's command. */
const preparation = [
  "cat /test/passwd >> /etc/passwd",
  "cp /test/pam /etc/pam.d/vsftpd",
  "mkdir -p /test/empty",
  'exec "$@" 0>&1', // where it writes its complaints
].join(" && ");

/**
 * Starts vsftpd. `files` ({path: content}) is the home of all users and what an anonymous visitor reads.
 * @returns port, passive {first, last}, users, password, home (outside: what is stored can be compared), stop()
 */
export async function start({ files = defaultFiles } = {}) {
  const port = await freePort();
  const passive = passivePorts();
  const prepare = (folder) => {
    place(join(folder, "home"), files);
    writeFileSync(join(folder, "vsftpd.conf"), configuration(port, passive));
    writeFileSync(join(folder, "passwd"), passwd("/test/home"));
    writeFileSync(join(folder, "pam"), "auth required pam_unix.so\naccount required pam_permit.so\n");
  };
  const command = ["sh", "-c", preparation, "sh", "/opt/vsftpd/usr/sbin/vsftpd", "/test/vsftpd.conf"];
  const server = await startInRoot("sh", owning("/test/home", command), { prepare, ports: [port] });
  return { ...server, port, passive, users: [users[0]], password, home: join(server.folder, "home") };
}
