// SPDX-License-Identifier: MIT
// Telnet against GNU inetutils' telnetd, with a shell behind it that tells what it was told.

import { start as startTelnetd } from "../../servers/telnetd.mjs";

export default {
  name: "Telnet",
  program: "telnet_verbs",
  async start() {
    const telnetd = await startTelnetd();
    const args = (host, port) => [host, String(port)];
    return {
      runs: [{ server: "inetutils-telnetd", ports: { telnet: telnetd.port }, args }],
      stop: () => telnetd.stop(),
    };
  },
};
