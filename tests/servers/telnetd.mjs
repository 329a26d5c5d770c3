// SPDX-License-Identifier: MIT
// A real telnetd (GNU inetutils): it negotiates ECHO, SGA, NAWS, TTYPE, LINEMODE and more. Behind it stands a small shell
// in place of login, which tells the terminal's type and size and echoes lines.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startInetd } from "./inetd.mjs";

// The window's size comes a moment after the connection. `raw N` prints N bytes as numbers, so that a test sees that
// they pass whole. read has a timeout because bash reports a resize (WINCH) only between two reads.
const shell = `#!/bin/bash
trap 'echo "resized: $(stty size)"' WINCH
for turn in 1 2 3 4 5 6 7 8 9 10; do
  [ "$(stty size)" = '0 0' ] || break
  sleep 0.05
done
echo "welcome to telnetd.test"
echo "terminal: $TERM"
echo "size: $(stty size)"
while true; do
  printf '$ '
  until IFS= read -r -t 0.2 line; do
    [ $? -gt 128 ] || exit
  done
  case $line in
    '') ;;
    size) echo "size: $(stty size)" ;;
    term) echo "terminal: $TERM" ;;
    hello) echo "你好，世界" ;;
    many) seq 1 20000; echo end ;;
    bytes) printf 'a\\377b\\377\\377c\\r\\nd\\001\\033[0m\\n' ;;
    secret) stty -echo; read -r -p 'password: ' word; stty echo; echo; echo "got \${#word} characters" ;;
    raw\\ *) stty raw -echo; head -c "\${line#raw }" | od -An -v -tu1 -w1000; stty sane; echo ;;
    sleep) sleep 60 ;;
    exit) echo bye; exit 0 ;;
    *) echo "you said: $line" ;;
  esac
done
`;

/** Starts telnetd. @returns port, stop(); a connection is greeted and then asked for lines with "$ ". */
export async function start() {
  const words = ["telnetd", "-h", "-E", "/test/shell"];
  const prepare = (folder) => writeFileSync(join(folder, "shell"), shell, { mode: 0o755 });
  return await startInetd("/usr/sbin/telnetd", words, { prepare });
}
