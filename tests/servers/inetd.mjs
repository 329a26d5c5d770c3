// SPDX-License-Identifier: MIT
// Servers that are started for each connection (telnetd, gophernicus), with the connection as their standard input and
// output. Debian's inetd would do, but inetutils' stops accepting after some dozens of quick connections.

import { freePort } from "../browser/servers.mjs";
import { startInRoot } from "./root.mjs";

const script = `
import socket, subprocess, sys
port, user, program, *words = sys.argv[1:]
server = socket.create_server(("127.0.0.1", int(port)), backlog=64)
while True:
    connection = server.accept()[0]
    with connection:
        subprocess.Popen(words, executable=program, stdin=connection, stdout=connection, user=user)
`;

/**
 * Starts `program` for each connection to a port of loopback; the first of `words` is its own name.
 * `prepare(folder, port)` fills /test.
 * @returns port, folder, run(), stop()
 */
export async function startInetd(program, words, { prepare = () => {}, user = "root", ...options } = {}) {
  const port = await freePort();
  const fill = (folder) => prepare(folder, port);
  const args = ["-c", script, String(port), user, program, ...words];
  const server = await startInRoot("python3", args, { ...options, prepare: fill, ports: [port] });
  return { ...server, port };
}
