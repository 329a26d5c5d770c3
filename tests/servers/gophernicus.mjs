// SPDX-License-Identifier: MIT
// A real gophernicus: menus (its own and from gophermaps), texts, binaries, a search by a CGI script.

import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { place } from "./ftp_home.mjs";
import { startInetd } from "./inetd.mjs";

const map = `Welcome to gophernicus.test
0A text in two languages	about.txt
1A folder without a map	texts
7Search	cgi-bin/search
9Every byte	every_byte.bin
hThe Web	URL:http://www.test/
`;

const search = `#!/bin/sh
printf 'iyou searched for: %s\\tfake\\t(NULL)\\t0\\r\\n' "$QUERY_STRING"
printf '0A text in two languages\\t/about.txt\\t127.0.0.1\\t%s\\r\\n' "$SERVER_PORT"
`;

/** What a client finds at first. */
export const defaultFiles = {
  gophermap: map,
  "about.txt": "Hello from a real gopher server.\n.one line begins with a dot\n你好，世界\n",
  "texts/one.txt": "one\n",
  "texts/two.txt": "two\n",
  "every_byte.bin": Buffer.from(Array.from({ length: 256 }, (_, value) => value)),
};

/** Starts gophernicus with these files ({path: content}). @returns port, stop() */
export async function start({ files = defaultFiles } = {}) {
  const prepare = (folder, port) => {
    place(join(folder, "gopher"), { ...files, "cgi-bin/search": search });
    chmodSync(join(folder, "gopher/cgi-bin/search"), 0o755);
    const wrapper = `#!/bin/sh\nexec gophernicus -h 127.0.0.1 -p ${port} -r /test/gopher -nv -nm -nu\n`;
    writeFileSync(join(folder, "serve"), wrapper, { mode: 0o755 });
  };
  return await startInetd("/test/serve", ["gophernicus"], { prepare, user: "_gophernicus" });
}
