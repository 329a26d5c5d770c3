// SPDX-License-Identifier: MIT
// A worker that measures WebSockets, or wisp-js, without any wasm: the same verbs as client.c.

const MILLION = 1_000_000;
let Wisp;

const encoded = (data) => (typeof data === "string" ? new TextEncoder().encode(data) : data);

/** One tunnel over a WebSocket of its own: what comes is told to onbytes. */
class Raw {
  constructor(url) {
    this.socket = new WebSocket(url, this.constructor.protocols ?? []);
    this.socket.binaryType = "arraybuffer";
    this.opened = new Promise((resolve, reject) => {
      this.socket.onopen = resolve;
      this.socket.onerror = () => reject(new Error(`no WebSocket at ${url}`));
    });
    this.socket.onmessage = ({ data }) => this.onbytes(typeof data === "string" ? data.length : data.byteLength);
  }
  send(bytes) {
    this.socket.send(encoded(bytes));
  }
  get waiting() {
    return this.socket.bufferedAmount;
  }
  close() {
    this.socket.close();
  }
}

class Stock extends Raw {
  static protocols = ["binary"];
}

/** One stream of a Wisp connection. */
class Stream {
  static link;
  constructor(url, port) {
    this.opened = (async () => {
      if (Stream.link?.url !== url) {
        const connection = new Wisp.ClientConnection(url);
        Stream.link = { url, connection, ready: new Promise((resolve) => (connection.onopen = resolve)) };
      }
      await Stream.link.ready;
      this.stream = Stream.link.connection.create_stream("127.0.0.1", port);
      this.stream.onmessage = (data) => this.onbytes(data.byteLength);
    })();
  }
  send(bytes) {
    this.stream.send(encoded(bytes));
  }
  get waiting() {
    return this.stream.send_buffer.length * 65536;
  }
  close() {
    this.stream.close();
  }
}

/** A link of porthole.v1 for one tunnel, spoken by hand: what the first connect of a program costs. */
class Link {
  constructor(url, port) {
    const socket = new WebSocket(url, ["porthole.v1"]);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    const tell = (message) => socket.send(JSON.stringify(message));
    this.opened = new Promise((resolve) => {
      socket.onopen = () => {
        tell({ type: "hello", version: 1, credit: 1 << 30 });
        tell({ type: "connect", socket: 2, family: "inet", address: "127.0.0.1", port });
      };
      socket.onmessage = ({ data }) => {
        if (typeof data !== "string") this.onbytes(data.byteLength - 4);
        else if (data.includes('"connected"')) resolve();
      };
    });
  }
  send(text) {
    this.socket.send(new Uint8Array([2, 0, 0, 0, ...new TextEncoder().encode(text)]));
  }
  close() {
    this.socket.close();
  }
}

/** Lets the event loop turn without the clamp that timers have. */
const turn = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });

function receive(tunnel, size) {
  return new Promise((resolve) => {
    let left = size;
    tunnel.onbytes = (count) => {
      left -= count;
      if (left <= 0) resolve();
    };
  });
}

async function open(kind, url, port) {
  const tunnel = new { direct: Raw, relay: Raw, stock: Stock, wisp: Stream, link: Link }[kind](url, port);
  await tunnel.opened;
  return tunnel;
}

const verbs = {
  async down(dial, count, piece) {
    const tunnel = await dial();
    const start = performance.now();
    const all = receive(tunnel, count);
    tunnel.send(`down ${count} ${piece}\n`);
    await all;
    const seconds = (performance.now() - start) / 1000;
    tunnel.close();
    return [seconds];
  },
  async up(dial, count, piece) {
    const tunnel = await dial();
    const bytes = new Uint8Array(piece);
    const done = receive(tunnel, 1);
    tunnel.send(`up ${count} ${piece}\n`);
    await new Promise((resolve) => setTimeout(resolve, 50)); // the direct host takes to counting
    const start = performance.now();
    for (let left = count; left > 0; left -= piece) {
      tunnel.send(bytes);
      while (tunnel.waiting > 4 * MILLION) await turn();
    }
    await done;
    const seconds = (performance.now() - start) / 1000;
    tunnel.close();
    return [seconds];
  },
  async ping(dial, count) {
    const tunnel = await dial();
    const bytes = new Uint8Array(64);
    tunnel.send("echo\n");
    const times = [];
    for (let index = 0; index < count; index++) {
      const start = performance.now();
      const back = receive(tunnel, 64);
      tunnel.send(bytes);
      await back;
      times.push((performance.now() - start) * 1000);
    }
    times.sort((a, b) => a - b);
    tunnel.close();
    return [times[count >> 1], times[Math.floor(count * 0.99)]];
  },
  /** Round trips on one stream while another one of the same connection brings bulk: first in, first out. */
  async mixed(dial, count, piece) {
    const [small, bulk] = [await dial(), await dial()];
    small.send("echo\n");
    let left = count;
    bulk.onbytes = (size) => {
      left -= size;
    };
    bulk.send(`down ${count} ${piece}\n`);
    const bytes = new Uint8Array(64);
    const times = [];
    while (left > 0) {
      const start = performance.now();
      const back = receive(small, 64);
      small.send(bytes);
      await back;
      times.push((performance.now() - start) * 1000);
    }
    times.sort((a, b) => a - b);
    for (const tunnel of [small, bulk]) tunnel.close();
    return [times[times.length >> 1], times[Math.floor(times.length * 0.99)]];
  },
  async open(dial, count, _piece, kind) {
    const start = performance.now();
    const times = [];
    for (let index = 0; index < count; index++) {
      const begin = performance.now();
      const tunnel = await dial();
      const first = receive(tunnel, 1);
      tunnel.send(kind === "direct" ? "echox" : "echo\nx");
      await first;
      times.push((performance.now() - begin) * 1000);
      tunnel.close();
    }
    times.sort((a, b) => a - b);
    return [(performance.now() - start) / 1000, times[count >> 1]];
  },
};

self.onmessage = async ({ data: { verb, kind, url, port, count, piece } }) => {
  try {
    if (kind === "wisp") Wisp ??= (await import("/wisp-client.mjs")).client;
    postMessage({ numbers: await verbs[verb](() => open(kind, url, port), count, piece, kind) });
  } catch (error) {
    postMessage({ error: String(error?.stack ?? error) });
  }
};
