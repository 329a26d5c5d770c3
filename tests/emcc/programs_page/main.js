// SPDX-License-Identifier: MIT

import { run } from "./run.js";

const gateway = new URL("tunnel", location.href.replace(/^http/, "ws")).href;

function inWorker(request) {
  const worker = new Worker("worker.js", { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}

window.runProgram = ({ where, ...request }) =>
  where === "worker" ? inWorker({ ...request, gateway }) : run({ ...request, gateway });
