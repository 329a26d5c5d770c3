// SPDX-License-Identifier: MIT
// A worker that moves bytes between its wasm memory and another's over a MessagePort, as fast as that goes: the limit
// that programs of the tab are measured against. It is told { role, bytes, size, rounds } with the port to the other.

const AHEAD = 16;

function moveOut(port, memory, { bytes, size }) {
  let left = bytes;
  const next = () => {
    const count = Math.min(left, size);
    const { buffer } = memory.slice(0, count);
    left -= count;
    port.postMessage(buffer, [buffer]);
  };
  port.onmessage = () => {
    if (left > 0) next();
  };
  for (let i = 0; i < AHEAD && left > 0; i++) next();
}

function moveIn(port, memory, { bytes }) {
  let [start, got] = [0, 0];
  port.onmessage = ({ data }) => {
    memory.set(new Uint8Array(data), 0);
    if (start === 0) start = performance.now();
    got += data.byteLength;
    port.postMessage(null);
    if (got === bytes) postMessage((performance.now() - start) * 1000);
  };
}

function answer(port, memory) {
  port.onmessage = ({ data }) => {
    memory.set(new Uint8Array(data), 0);
    const { buffer } = memory.slice(0, 64);
    port.postMessage(buffer, [buffer]);
  };
}

function ask(port, memory, { rounds }) {
  const start = performance.now();
  let trips = 0;
  const send = () => {
    const { buffer } = memory.slice(0, 64);
    port.postMessage(buffer, [buffer]);
  };
  port.onmessage = ({ data }) => {
    memory.set(new Uint8Array(data), 0);
    if (++trips < rounds) send();
    else postMessage(((performance.now() - start) * 1000) / rounds);
  };
  send();
}

self.onmessage = ({ data, ports }) => {
  const memory = new Uint8Array(new WebAssembly.Memory({ initial: 32 }).buffer);
  ({ source: moveOut, sink: moveIn, pong: answer, ping: ask })[data.role](ports[0], memory, data);
};
