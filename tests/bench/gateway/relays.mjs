// SPDX-License-Identifier: MIT
// relays.mjs direct|relay|wisp PORT_OF_HOST: what our gateway is compared with. Prints its port.
//   direct: the host itself speaks WebSocket; bulk goes past the library, as frames made beforehand
//   relay: a WebSocket for each connection, in Node's ws library        wisp: wisp-js' server

import { createServer } from "node:http";
import { connect } from "node:net";
import { WebSocketServer } from "ws";

const [kind, hostPort] = process.argv.slice(2);
const server = createServer();
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 1 << 26 });

/** So many bytes in frames of one size, and one for the rest. */
function down(client, socket, left, piece) {
  const frame = Buffer.alloc(piece + 10);
  frame[0] = 0x82;
  frame[1] = 127;
  frame.writeBigUInt64BE(BigInt(piece), 2);
  const go = () => {
    while (left >= piece) {
      left -= piece;
      if (!socket.write(frame)) return;
    }
    if (left > 0) client.send(Buffer.alloc(left));
    left = 0;
  };
  socket.on("drain", go);
  go();
}

/** Counts the bytes of frames without looking into them: 14 bytes of each of 64 KiB are the frame's own. */
function up(client, socket, bytes, piece) {
  const head = piece < 126 ? 6 : piece < 65536 ? 8 : 14;
  let left = bytes + Math.ceil(bytes / piece) * head;
  socket.removeAllListeners("data");
  socket.on("data", (data) => {
    left -= data.length;
    if (left <= 0) client.send("k");
  });
}

function direct(client) {
  const socket = client._socket;
  client.once("message", (first) => {
    const [verb, count, piece] = String(first).trim().split(" ");
    if (verb === "down") down(client, socket, Number(count), Number(piece));
    else if (verb === "up") up(client, socket, Number(count), Number(piece));
    else {
      if (verb === "echox") client.send("x");
      client.on("message", (data) => client.send(data));
    }
  });
}

function relay(client) {
  const host = connect(Number(hostPort), "127.0.0.1");
  host.setNoDelay();
  client.on("message", (data) => {
    if (!host.write(data)) {
      client.pause();
      host.once("drain", () => client.resume());
    }
  });
  host.on("data", (data) => {
    client.send(data, () => host.resume());
    if (client.bufferedAmount > 1 << 20) host.pause();
  });
  host.on("close", () => client.close());
  host.on("error", () => client.close());
  client.on("close", () => host.destroy());
}

if (kind === "wisp") {
  const { server: wisp, logging } = await import("@mercuryworkshop/wisp-js/server");
  logging.set_level(logging.ERROR);
  wisp.options.allow_loopback_ips = true;
  wisp.options.allow_private_ips = true;
  server.on("upgrade", (request, socket, head) => wisp.routeRequest(request, socket, head));
} else {
  const serve = kind === "direct" ? direct : relay;
  server.on("upgrade", (request, socket, head) => {
    socket.setNoDelay();
    sockets.handleUpgrade(request, socket, head, serve);
  });
}
server.listen(0, "127.0.0.1", () => console.log(`port ${server.address().port}`));
