// SPDX-License-Identifier: MIT
// h2_link.mjs PORT: a link inside HTTP/2 (RFC 8441), without any library for it; prints the gateway's hello.

import { connect } from "node:http2";

const [port] = process.argv.slice(2);
const session = connect(`https://localhost:${port}`, { rejectUnauthorized: false });
session.once("remoteSettings", ({ enableConnectProtocol }) => {
  if (!enableConnectProtocol) throw new Error("no WebSockets over HTTP/2 here");
  const stream = session.request({
    ":method": "CONNECT",
    ":protocol": "websocket",
    ":scheme": "https",
    ":path": "/tunnel",
    ":authority": `localhost:${port}`,
    origin: `https://localhost:${port}`,
    "sec-websocket-version": "13",
    "sec-websocket-protocol": "porthole.v1",
  });
  stream.on("response", (headers) => {
    if (headers[":status"] !== 200) throw new Error(`status ${headers[":status"]}`);
  });
  stream.on("data", (bytes) => {
    const size = bytes[1] & 127;
    console.log(String(size < 126 ? bytes.subarray(2, 2 + size) : bytes.subarray(4, 4 + bytes.readUInt16BE(2))));
    session.destroy();
  });
});
