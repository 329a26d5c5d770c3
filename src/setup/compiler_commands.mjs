// SPDX-License-Identifier: MIT
// The command lines of the page's compiler, and the header that it has read beforehand.

import { SetupError } from "./say.mjs";

/** The language a program is compiled as unless its flags say otherwise. */
const standards = { c: "-std=c17", cxx: "-std=c++20" };

/**
 * Read once when the page is set up: what programs here include most. More is not better: <format>, <ranges> and the
 * protocols' headers made it 4 MB larger to fetch, and each compile slower.
 */
const common = [
  ..."algorithm array charconv chrono cmath cstdint cstdio cstdlib cstring exception fstream functional".split(" "),
  ..."iomanip iostream map memory optional set span sstream stdexcept string string_view system_error".split(" "),
  ..."tuple unordered_map utility variant vector arpa/inet.h errno.h fcntl.h netdb.h netinet/in.h".split(" "),
  ..."netinet/tcp.h poll.h signal.h sys/select.h sys/socket.h sys/time.h sys/un.h unistd.h".split(" "),
  "socket/socket.hpp",
];

function argumentsOf(text) {
  const line = text.split("\n").find((each) => each.startsWith(' "'));
  if (!line) throw new SetupError(`clang in Node: ${text}`);
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word]) => word.replace(/\\(.)/g, "$1")).filter(Boolean);
}

function ran(result, what) {
  if (result.code !== 0) throw new SetupError(`${what} (the page's compiler, in Node): ${result.text}`);
  return result;
}

/** The driver's command line for one source, and clang's own that it stands for. */
export function compileCommands(llvm, flags, headers) {
  const shared = [
    ...flags.compile,
    ..."--sysroot=/sysroot -resource-dir /clang -D_GNU_SOURCE -I/porthole/include -I. -Wall -Wextra".split(" "),
    "-ftemplate-depth=200",
    "-fdiagnostics-parseable-fixits",
    "-fdiagnostics-print-source-range-info",
  ];
  const command = (tool, standard, source) => {
    const driver = [tool, ...shared, "-O1", standard];
    const files = new Map([...headers, [`/${source}`, new Uint8Array()]]); // it looks which folders there are
    const asked = llvm.run([...driver, "-###", "-c", source, "-o", "out.o"], files);
    return { driver, frontend: argumentsOf(ran(asked, "clang's command line").text) };
  };
  return { c: command("clang", standards.c, "in.c"), cxx: command("clang++", standards.cxx, "in.cpp") };
}

/** Compiles the common headers into one file that clang loads in milliseconds. */
export function precompile(llvm, frontend, files) {
  const text = common.map((name) => `#include <${name}>\n`).join("");
  const source = "/porthole/common.hpp";
  const output = "/porthole/common.pch";
  const withSource = new Map([...files, [source, new TextEncoder().encode(text)]]);
  const replaced = { "-emit-obj": "-emit-pch", "in.cpp": source, "out.o": output, "c++": "c++-header" };
  const args = [...frontend.map((word) => replaced[word] ?? word), "-fno-pch-timestamp"];
  const { read } = ran(llvm.run(args, withSource), "the precompiled header");
  return new Map([
    [source, withSource.get(source)],
    [output, read(output)],
  ]);
}

/** What the libraries themselves leave undefined: JavaScript's part of Emscripten, which no program here calls. */
function leftUndefined(llvm, libraries) {
  const paths = [...libraries.keys()].filter((path) => path.startsWith("/sysroot/lib/lib"));
  const args = ["wasm-ld", "--error-limit=0", "--no-entry", "--whole-archive", ...paths, "-o", "/all.wasm"];
  const { text } = llvm.run(args, libraries);
  return [...new Set([...text.matchAll(/undefined symbol: (\w+)/g)].map(([, name]) => name))].sort();
}

/** wasm-ld's command line; the objects of the program go where it says "OBJECTS". */
export function linkCommand(llvm, flags, objects, archives, system) {
  const libraries = new Map([...objects, ...archives, ...system]);
  const undefinedNames = leftUndefined(llvm, libraries);
  const list = "/porthole/lib/undefined.txt";
  const command = [
    ..."wasm-ld -o out.wasm OBJECTS --wrap=__stdio_read --error-limit=0".split(" "),
    ...objects.keys(),
    ...archives.keys(),
    ...[...system.keys()].sort((one, other) => other.endsWith("crt1.o") - one.endsWith("crt1.o")),
    ...flags.link,
    `--allow-undefined-file=${list}`,
  ];
  return { command, files: new Map([[list, new TextEncoder().encode(`${undefinedNames.join("\n")}\n`)]]) };
}
