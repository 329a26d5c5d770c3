// SPDX-License-Identifier: MIT
// The real servers that the tests talk to, in a small Debian 12 of their own at build/servers: installed into the
// user's system they would replace its mail server and start at boot. The suite is always bookworm, the last one whose
// python3 has nntplib and telnetlib. tests/servers/root.mjs runs programs inside.

import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inBuild } from "./paths.mjs";
import { have, output, run } from "./run.mjs";
import { main, SetupError, say } from "./say.mjs";
import { mirror, mirrorOf } from "./trixie.mjs";

const suite = "bookworm";
const layout = 1; // raise it when what is written below changes
const packages = [
  ...["inn2", "proftpd-core", "postfix", "dovecot-imapd", "dovecot-pop3d", "inetutils-telnetd", "gophernicus"],
  ...["python3", "curl", "lftp"],
];
// Debian lets one FTP server be installed; the second is only unpacked, and needs these.
const unpacked = "vsftpd";
const neededByUnpacked = ["libwrap0", "libcap2", "libpam0g", "libssl3"];

// inn2 is not installed whole on a machine without a domain and without an alias for its mail; neither is ever used,
// every test brings its own configuration.
const innConf = ["domain: local.test", "pathhost: news.local.test", "pathnews: /usr/lib/news", "mta: /bin/false"]
  .concat(["hismethod: hisv6", "ovmethod: tradindexed", "pathdb: /var/lib/news", "pathspool: /var/spool/news"])
  .concat(["pathetc: /etc/news", "pathrun: /run/news", "pathlog: /var/log/news"])
  .map((line) => `${line}\n`)
  .join("");

// mmdebstrap's own way makes nodes, which an ordinary user may not.
const devices = `set -e
mount -t tmpfs -o mode=755 tmpfs "$1/dev"
for name in null zero full random urandom tty; do
  : > "$1/dev/$name"; mount --bind "/dev/$name" "$1/dev/$name"
done`;

const prepareRoot = `set -e
printf '#!/bin/sh\\nexit 101\\n' > "$1/usr/sbin/policy-rc.d"
chmod 755 "$1/usr/sbin/policy-rc.d"
mkdir -p "$1/etc/news"
printf '%s' '${innConf}' > "$1/etc/news/inn.conf"
echo 'usenet: root' >> "$1/etc/aliases"
echo 'postfix postfix/main_mailer_type select No configuration' | chroot "$1" debconf-set-selections`;

const unpackSecond = `set -e
cd "$1"
APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" apt-get -q download ${unpacked}
dpkg-deb --extract ${unpacked}_*.deb opt/${unpacked}
rm ${unpacked}_*.deb
umount -R "$1/dev"`;

/**
 * The command in namespaces of its own, so that its mounts and processes end with it; for an ordinary user also one of
 * users, where this one is root and the subordinate ones (/etc/subuid) are all others.
 */
function apart(command, args) {
  const user = process.getuid() === 0 ? [] : ["--user", "--map-auto", "--map-root-user"];
  // In a chroot / is no mount point, and unshare can't make it private.
  const mounts = output("unshare", [...user, "--mount", "true"]) === null ? ["--propagation", "unchanged"] : [];
  return ["unshare", [...user, "--mount", ...mounts, "--pid", "--fork", "--kill-child=KILL", "--", command, ...args]];
}

/** Also what belongs to subordinate users. */
async function remove(folder) {
  if (existsSync(folder)) await run(...apart("rm", ["-rf", folder]));
}

const notApart = `the real servers of the tests run in namespaces of their own, which this user may not make here. As an ordinary
    user: install uidmap, and where /etc/subuid does not name you, run
      sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 "$USER"
    As root in a container: start the container with the right to mount (docker run --privileged).`;

function sources() {
  const url = mirror();
  const lines = [`deb ${url} ${suite} main`];
  const security = mirrorOf("debian-security");
  // A mirror that has no updates of the machine's own release is a snapshot or a copy: its release alone is taken.
  if (security) lines.push(`deb ${url} ${suite}-updates main`, `deb ${security} ${suite}-security main`);
  return `${lines.join("\n")}\n`;
}

/** The ways to the mirror that this machine's apt is told of: proxies, certificates. */
function aptOptions() {
  const lines = (output("apt-config", ["dump"]) ?? "").split("\n");
  const acquire = lines.filter((line) => /^Acquire::(?:https?|ForceIPv[46])\b.* ".+";$/.test(line));
  return ['Acquire::Retries "5";', ...acquire].map((line) => `--aptopt=${line.replace(/;$/, "")}`);
}

function argumentsFor(folder) {
  const excludes = ["doc", "man", "info", "locale", "i18n", "lintian"].map((name) => `/usr/share/${name}/*`);
  return [
    "--mode=root",
    "--skip=chroot/mount/dev,chroot/mount/sys,output/dev",
    `--extract-hook=${devices}`,
    "--variant=essential",
    "--components=main",
    `--include=${[...packages, ...neededByUnpacked].join(",")}`,
    ...excludes.map((path) => `--dpkgopt=path-exclude=${path}`),
    "--dpkgopt=force-unsafe-io",
    "--dpkgopt=force-confold",
    ...aptOptions(),
    ...(/^(?:file|copy):/.test(mirror()) ? ["--hook-dir=/usr/share/mmdebstrap/hooks/file-mirror-automount"] : []),
    `--essential-hook=${prepareRoot}`,
    `--customize-hook=${unpackSecond}`,
    suite,
    folder,
  ];
}

/** Makes build/servers unless it is there and whole. Prints little: it may run beside the compiler. */
export async function servers() {
  const folder = inBuild("servers");
  const stamp = `${folder}/porthole-stamp.json`;
  const wanted = JSON.stringify({ layout, suite, packages, unpacked });
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  if (!have("mmdebstrap")) {
    throw new SetupError(
      "mmdebstrap is missing, and with it the real servers of the tests: on Debian or Ubuntu, apt-get install mmdebstrap",
    );
  }
  if (output(...apart("sh", ["-c", "mount --make-private /proc && mount -t tmpfs tmpfs /proc"])) === null)
    throw new SetupError(notApart);
  // Made under another name first, so that an interrupted set-up is never taken for a whole one.
  const fresh = `${folder}.new`;
  await remove(fresh);
  mkdirSync(inBuild(), { recursive: true });
  const list = inBuild("servers.list");
  writeFileSync(list, sources());
  const log = inBuild("servers.log");
  const file = openSync(log, "w");
  try {
    await run(...apart("mmdebstrap", [...argumentsFor(fresh), list]), {
      stdio: ["ignore", file, file],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
    });
  } catch {
    const last = readFileSync(log, "utf8").trimEnd().split("\n").slice(-12).join("\n    ");
    throw new SetupError(`the Debian of the tests' servers could not be made (all in ${log}):\n    ${last}`);
  } finally {
    closeSync(file);
  }
  writeFileSync(`${fresh}/porthole-stamp.json`, wanted);
  await remove(folder);
  renameSync(fresh, folder);
  say("    made build/servers: a Debian of the tests' own servers");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(servers);
