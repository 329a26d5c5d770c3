// SPDX-License-Identifier: MIT
// HTTP against nginx with its DAV module, and XML-RPC against Python's own server.

import { createHash } from "node:crypto";
import { freePort, startServer } from "../../browser/servers.mjs";
import { startNginx } from "../nginx.mjs";

const mebibyte = 1 << 20;
const python = process.env.PORTHOLE_PYTHON ?? "/usr/bin/python3";

/** 100 MB that repeat nowhere near, from a seed. */
function bigFile() {
  const bytes = Buffer.alloc(100_000_000);
  let state = 1;
  for (let at = 0; at < bytes.length; at += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes.writeUInt32LE(state, at);
  }
  return bytes;
}

/** The digest of the digests of each MiB, as the program makes it. */
function digest(bytes) {
  const whole = createHash("md5");
  for (let at = 0; at < bytes.length; at += mebibyte)
    whole.update(
      createHash("md5")
        .update(bytes.subarray(at, at + mebibyte))
        .digest("hex"),
    );
  return whole.digest("hex");
}

const redirects = [301, 302, 303, 307, 308].map(
  (status) => `location = /go/${status} { return ${status} /hello.txt; }`,
);

const locations = (folder, port) => `
    client_max_body_size 200m;
    dav_methods PUT DELETE MKCOL COPY MOVE;
    ${redirects.join("\n    ")}
    location = /circle { return 302 /circle; }
    location = /nothing { return 204; }
    location = /parts.html { ssi on; }
    location /to-the-end/ { alias ${folder}/www/; ssi on; chunked_transfer_encoding off; }
    location /closed/ { auth_basic "closed"; auth_basic_user_file ${folder}/www/users; }
    location /post/ { proxy_method PUT; proxy_pass http://127.0.0.1:${port}/; proxy_set_header Host 127.0.0.1:${port}; }`;

const rpcServer = `
import sys
from xmlrpc.server import SimpleXMLRPCServer, SimpleXMLRPCRequestHandler
from xmlrpc.client import Fault

class Handler(SimpleXMLRPCRequestHandler):
    protocol_version = "HTTP/1.1"

server = SimpleXMLRPCServer(("127.0.0.1", int(sys.argv[1])), Handler, logRequests=False, allow_none=True)

def add(one, other):
    "Adds."
    return one + other

def refuse():
    raise Fault(7, "不行 & no")

server.register_introspection_functions()
server.register_function(add)
server.register_function(lambda value: value, "echo")
server.register_function(refuse)
print("ready", flush=True)
server.serve_forever()
`;

async function start() {
  const big = bigFile();
  const users = "learner:{PLAIN}sec/ret\n";
  const nginx = await startNginx(
    {
      "hello.txt": "Hello, 你好\n",
      "parts.html": 'before\n<!--#include virtual="/hello.txt" -->after\n',
      "closed/secret.txt": "only for learners\n",
      "big.bin": big,
      users,
    },
    { locations },
  );
  const rpcPort = await freePort();
  const rpc = await startServer(python, ["-c", rpcServer, String(rpcPort)], { ready: /^ready$/m });
  const wanted = digest(big);
  return {
    runs: [
      {
        server: "nginx",
        ports: { http: nginx.port },
        args: (host, port, where) => [host, String(port), wanted, `in-${where}`],
      },
      { server: "xmlrpc.server", ports: { http: rpcPort }, args: (host, port) => ["rpc", host, String(port)] },
    ],
    stop: () => Promise.all([nginx.stop(), rpc.stop()]),
  };
}

export default { name: "HTTP", program: "http_verbs", start };
