// SPDX-License-Identifier: MIT
// The packages of the system: what starting needs, and what testing needs besides.

import { existsSync } from "node:fs";
import { python } from "./paths.mjs";
import { have, output, run } from "./run.mjs";
import { say, SetupError } from "./say.mjs";

const start = [
  ["build-essential", "g++"],
  ["cmake", "cmake"],
  ["ninja-build", "ninja"],
  ["ccache", "ccache"],
  ["clang-19", "/usr/lib/llvm-19/bin/clang"],
  ["lld-19", "/usr/lib/llvm-19/bin/wasm-ld"],
  ["llvm-19", "/usr/lib/llvm-19/bin/llvm-ar"],
  ["libcli11-dev"],
  ["python3", "/usr/bin/python3"],
  ["python3-websockify"],
  ["python3-numpy"],
];

const test = [
  ["websockify", "websockify"],
  ["python3-pytest"],
  ["chromium", "/usr/bin/chromium"],
  ["firefox-esr", "/usr/bin/firefox-esr"],
  ["nginx-light", "/usr/sbin/nginx"],
  ["clang-format-19", "clang-format-19"],
  ["clang-tidy-19", "clang-tidy-19"],
  ["fonts-noto-cjk"],
];
