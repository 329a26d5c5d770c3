// SPDX-License-Identifier: MIT
// In the page: takes one task after the other from the bench and posts what came of it, as nobody is attached to do so.

async function perform({ program, worker }) {
  if (program) {
    const wasm = Uint8Array.from(atob(program.base64), (each) => each.charCodeAt(0)).buffer;
    const { code, stdout, stderr, notices } = await window.runProgram({ name: "bench", ...program, wasm });
    if (code !== 0) throw new Error(JSON.stringify({ code, stdout, stderr, notices }));
    return stdout.trim().split(" ").map(Number);
  }
  const own = new Worker("/page.js", { type: "module" });
  try {
    return await new Promise((resolve, reject) => {
      own.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data.numbers));
      own.onerror = (event) => reject(new Error(event.message));
      own.postMessage(worker);
    });
  } finally {
    own.terminate();
  }
}

while (window.runProgram === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
for (;;) {
  const task = await (await fetch("/task")).json();
  const answer = await perform(task).then(
    (numbers) => ({ numbers }),
    (error) => ({ error: String(error) }),
  );
  await fetch("/answer", { method: "POST", body: JSON.stringify(answer) });
}
