// SPDX-License-Identifier: MIT
// Where things are: every generated file lies below build/.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const build = join(root, "build");
export const inBuild = (...parts) => join(build, ...parts);

/** Debian's own Python: its websockify, numpy and pytest do not belong to another python3 on PATH. */
export const python = process.env.PORTHOLE_PYTHON ?? (process.platform === "linux" ? "/usr/bin/python3" : "python3");
