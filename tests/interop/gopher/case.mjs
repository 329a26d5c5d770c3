// SPDX-License-Identifier: MIT
// Gopher against gophernicus.

import { start as startGophernicus } from "../../servers/gophernicus.mjs";

export default {
  name: "Gopher",
  program: "gopher_verbs",
  async start() {
    const server = await startGophernicus();
    const args = (host, port) => [host, String(port)];
    return { runs: [{ server: "gophernicus", ports: { gopher: server.port }, args }], stop: () => server.stop() };
  },
};
