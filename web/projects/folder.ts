// SPDX-License-Identifier: MIT
// A program as a folder that builds with CMake, natively and for the web. Fetched when it is first asked for.

import { strToU8, zipSync } from "fflate";
import type { SourceFile } from "../compile/types.ts";
import { programName, sourcesOf } from "./project.ts";

/** A name that every file system, CMake and shell takes without quotes. */
export const plainName = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .toLowerCase() || "program";

function cmakeLists(target: string, sources: readonly string[]): string {
  const languages = sources.some((name) => name.endsWith(".c")) ? "C CXX" : "CXX";
  return `cmake_minimum_required(VERSION 3.20)
project(${target} LANGUAGES ${languages})

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)

find_package(porthole REQUIRED)

add_executable(${target}
${sources.map((name) => `  "${name}"`).join("\n")})
target_link_libraries(${target} PRIVATE porthole::porthole)
if(EMSCRIPTEN)
  # A module for Porthole's loader, as the page runs it.
  target_link_libraries(${target} PRIVATE porthole::posix)
  set_target_properties(${target} PROPERTIES SUFFIX .wasm)
endif()
`;
}

const quote = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;

function readMe(title: string, target: string, args: readonly string[]): string {
  const run = [`build/${target}`, ...args.map(quote)].join(" ");
  return `# ${title}

Written in Porthole, a socket playground in a web page. It needs Porthole's sources; PORTHOLE below is their folder.

Natively, with the installed library (or, without CMake: porthole run .):

    cmake --preset native -S "$PORTHOLE" -B "$PORTHOLE/build/native" && cmake --build "$PORTHOLE/build/native"
    cmake --install "$PORTHOLE/build/native" --prefix "$HOME/.local"
    cmake -B build -DCMAKE_PREFIX_PATH="$HOME/.local" && cmake --build build
    ${run}

For the web, with Emscripten; what to do with the module stands in $PORTHOLE/docs/emscripten.md:

    (cd "$PORTHOLE" && npm run package)
    emcmake cmake -B build-web -Dporthole_DIR="$PORTHOLE/build/emscripten/lib/cmake/porthole" && cmake --build build-web
`;
}

/** The folder's files: sources, CMakeLists.txt and README.md. */
export function folderFiles(title: string, files: readonly SourceFile[], args: readonly string[]): SourceFile[] {
  const target = plainName(programName(files));
  const sources = sourcesOf(files).map(({ name }) => name);
  return [
    ...files,
    { name: "CMakeLists.txt", text: cmakeLists(target, sources) },
    { name: "README.md", text: readMe(title, target, args) },
  ];
}

/** The same as a zip file, all within one folder. */
export function zipFolder(
  title: string,
  files: readonly SourceFile[],
  args: readonly string[],
): { name: string; bytes: Uint8Array<ArrayBuffer> } {
  const folder = plainName(title);
  const entries = folderFiles(title, files, args).map(({ name, text }) => [`${folder}/${name}`, strToU8(text)]);
  return { name: `${folder}.zip`, bytes: zipSync(Object.fromEntries(entries)) as Uint8Array<ArrayBuffer> };
}
