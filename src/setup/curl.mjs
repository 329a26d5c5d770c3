// SPDX-License-Identifier: MIT
// curl for the tests: Debian 12's source package, checked by apt's signature, built as any Emscripten user would build it
// with the package in build/emscripten. Below build/curl; nothing of it is shipped.

import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inBuild, root } from "./paths.mjs";
import { have, run } from "./run.mjs";
import { SetupError, say } from "./say.mjs";
import { doneFor, isDone, keyOf, markDone } from "./stamp.mjs";
import { upstreamSource } from "./upstream.mjs";

const without = ["CURL_ENABLE_SSL", "CURL_ZLIB", "CURL_BROTLI", "CURL_ZSTD", "USE_NGHTTP2", "USE_LIBIDN2"].concat(
  ["CURL_USE_LIBPSL", "CURL_USE_LIBSSH2", "CURL_USE_LIBSSH", "CURL_USE_GSSAPI", "ENABLE_UNIX_SOCKETS"],
  ["BUILD_SHARED_LIBS", "BUILD_TESTING", "ENABLE_MANUAL", "ENABLE_THREADED_RESOLVER", "PICKY_COMPILER"],
  // Without a signal that leaves getaddrinfo by longjmp: the gateway's lookups end by themselves.
  ["HAVE_ALARM"],
);

function configuration(from, to, emscripten) {
  const settings = {
    CMAKE_TOOLCHAIN_FILE: join(emscripten, "cmake/Modules/Platform/Emscripten.cmake"),
    CMAKE_BUILD_TYPE: "Release",
    CMAKE_C_FLAGS_RELEASE: "-O1",
    CMAKE_PROJECT_INCLUDE: join(root, "tests/emcc/curl.cmake"),
    porthole_DIR: inBuild("emscripten/lib/cmake/porthole"),
    CURL_DISABLE_LDAP: "ON",
    CURL_DISABLE_LDAPS: "ON",
    ...Object.fromEntries(without.map((name) => [name, "OFF"])),
    ...(have("ccache") ? { CMAKE_C_COMPILER_LAUNCHER: "ccache" } : {}),
  };
  const definitions = Object.entries(settings).map(([name, value]) => `-D${name}=${value}`);
  return ["-S", from, "-B", to, "-G", "Ninja", ...definitions];
}

/** Makes build/curl/wasm/src/curl.mjs and curl.wasm where something they are made of is newer; after the package. */
export async function curl({ emscripten, env }) {
  const sources = ["src/setup/cmake", "src/setup/curl.mjs", "src/posix/glue", "tests/emcc/curl.cmake"];
  const key = keyOf(inBuild("wasm/src/posix/glue.o"), ...sources.map((path) => join(root, path)));
  const to = inBuild("curl/wasm");
  if (existsSync(join(to, "src/curl.wasm")) && isDone("curl", key)) return;
  mkdirSync(inBuild("curl"), { recursive: true });
  const log = inBuild("curl/log");
  const file = openSync(log, "w");
  const shared = { CCACHE_BASEDIR: root, CCACHE_NOHASHDIR: "1" };
  const quietly = { stdio: ["ignore", file, file], env: { ...process.env, ...shared, ...env } };
  try {
    const from = await upstreamSource("curl", "7.88.1", inBuild("curl/source"));
    const config = configuration(from, to, emscripten);
    if (doneFor("curl-emscripten") !== emscripten) rmSync(to, { recursive: true, force: true });
    await run("cmake", config, quietly);
    markDone("curl-emscripten", emscripten);
    await run("cmake", ["--build", to, "--target", "curl"], quietly);
  } catch (error) {
    const last = existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n").slice(-12).join("\n    ") : "";
    throw new SetupError(`curl for the tests could not be built (all in ${log}): ${error.message}\n    ${last}`);
  } finally {
    closeSync(file);
  }
  markDone("curl", key);
  say("    built curl for the tests");
}
