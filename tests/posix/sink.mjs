// SPDX-License-Identifier: MIT
// A peer inside the test: it counts what it gets, so that the test can ask after the program has gone.

import { createHash } from "node:crypto";
import { createServer } from "node:net";

/** Starts it on a free port; `received()` resolves once the connection has ended. */
export async function startSink() {
  let settle = () => {};
  let received = new Promise(() => {});
  const server = createServer((socket) => {
    const hash = createHash("sha256");
    let total = 0;
    let ending = "the end";
    socket.on("data", (data) => {
      total += data.length;
      hash.update(data);
    });
    socket.on("error", (error) => {
      ending = error.code;
    });
    socket.on("close", () => settle(`${total} bytes, ${hash.digest("hex")}, ${ending}`));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    expect() {
      received = new Promise((resolve) => {
        settle = resolve;
      });
    },
    received: () => Promise.race([received, new Promise((resolve) => setTimeout(resolve, 10_000, "nothing"))]),
    stop: () => server.close(),
  };
}
