// SPDX-License-Identifier: MIT
// A page that runs curl: each run is a new instance of the program, with the files that the last one left.

import { sockets } from "porthole-posix";
import createCurl from "./curl.mjs";

const gateway = new URL("tunnel", location.href.replace(/^http/, "ws")).href;
const wasm = WebAssembly.compileStreaming(fetch("curl.wasm"));
const screen = document.querySelector("#screen");
const home = "/home/web_user";
const files = new Map();

const show = (text) => {
  screen.textContent += `${text}\n`;
  screen.scrollTop = screen.scrollHeight;
};

function listFiles() {
  const items = [...files].map(([name, bytes]) => {
    const item = document.createElement("li");
    item.textContent = `${name}, ${bytes.length} bytes`;
    return item;
  });
  document.querySelector("#files").replaceChildren(...items);
}

/** Runs curl to its end: its exit status and what it printed. */
async function curl(...args) {
  show(`$ curl ${args.join(" ")}`);
  let output = "";
  const print = (text) => {
    output += `${text}\n`;
    show(text);
  };
  const link = sockets({ wasm: await wasm, gateway, onNotice: show });
  const program = { arguments: args, instantiateWasm: link.instantiateWasm, print, printErr: print };
  const code = await new Promise((resolve, reject) => {
    link.loaded.catch(reject);
    program.onExit = resolve;
    program.preRun = () => {
      program.FS.chdir(home);
      for (const [name, bytes] of files) program.FS.writeFile(name, bytes);
    };
    createCurl(program).catch(reject);
  });
  await link.delivered;
  for (const name of program.FS.readdir(home).filter((each) => !each.startsWith(".")))
    files.set(name, program.FS.readFile(`${home}/${name}`));
  listFiles();
  if (code !== 0) show(`curl ended with exit status ${code}`);
  return { code, output };
}

document.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  curl(...document.querySelector("input").value.split(/\s+/).filter(Boolean));
});

Object.assign(window, { curl, files });
