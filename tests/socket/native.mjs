// SPDX-License-Identifier: MIT
// node native.mjs SOCKET_TESTS [CATCH2_ARGUMENT...]: the suite natively, its pairs and peers scripted as in the page.

import { spawnSync } from "node:child_process";
import { startPeers } from "../browser/servers.mjs";
import { peerEnvironment } from "./peers.mjs";

const [program, ...args] = process.argv.slice(2);
const peers = await startPeers();
const env = { ...process.env, ...peerEnvironment(peers.ports) };
const { status, error } = spawnSync(program, args, { env, stdio: ["ignore", "inherit", "inherit"], timeout: 120_000 });
await peers.stop();
if (error) console.error(error.message);
process.exitCode = status ?? 1;
