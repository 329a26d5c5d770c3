// SPDX-License-Identifier: MIT
// Catch2's source, of Debian 13; it is built natively and for wasm.

import { inBuild } from "./paths.mjs";
import { upstreamSource } from "./upstream.mjs";

/** The folder that holds Catch2's source. */
export const catch2 = () => upstreamSource("catch2", "3.7.1", inBuild("catch2"));
