// SPDX-License-Identifier: MIT
// What a program in the page is compiled and linked with: headers and libraries, by the path that the compiler sees.

import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { llvmResources } from "./compiler_llvm.mjs";
import { inBuild, root } from "./paths.mjs";
import { run } from "./run.mjs";

/** Graphics, sound, JavaScript and machines that are not here: no socket program includes them. */
const leftOut =
  /^(AL|EGL|GL|GLES\d?|GLFW|KHR|SDL|X11|emscripten(\.h)?|fakesdl|mach-o|mimalloc.*|sanitizer|scsi|uuid|webgl|webgpu|wasm_simd128\.h|.*\.in|.*\.modulemap|c\+\+\/v1\/(__cxx03|__pstl_.*|.*\.modulemap))$/;

/** Clang's own headers for any target; the rest are intrinsics of other machines. */
const clangs =
  /^(__float_.*|__std.*|float|inttypes|iso646|limits|stdalign|stdarg|stdatomic|stdbool|stdckdint|stddef|stdint|stdnoreturn|tgmath|unwind)\.h$|^__std.*\.h$|^__float_.*\.h$/;

function addFolder(files, from, to, wanted = () => true, below = "") {
  for (const name of readdirSync(join(from, below)).sort()) {
    const inside = below ? `${below}/${name}` : name;
    if (!wanted(inside)) continue;
    const path = join(from, inside);
    if (statSync(path).isDirectory()) addFolder(files, from, to, wanted, inside);
    else files.set(`${to}/${inside}`, readFileSync(path));
  }
}

async function clangHeaders() {
  const folder = inBuild("compiler-work/clang");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await run("tar", ["-xf", llvmResources(), "-C", folder, "include"]);
  return join(folder, "include");
}

/** Every header: of libc and libc++, of clang, and of Porthole. */
export async function headers(sysroot) {
  const files = new Map();
  addFolder(files, join(sysroot, "include"), "/sysroot/include", (path) => !leftOut.test(path));
  const own = await clangHeaders();
  addFolder(files, own, "/clang/include", (path) => clangs.test(path));
  for (const part of ["socket", "protocols"]) {
    const wanted = (path) => !basename(path).includes(".") || path.endsWith(".hpp");
    addFolder(files, join(root, "src", part), `/porthole/include/${part}`, wanted);
  }
  return files;
}

/** The objects of the seam and Porthole's archives, out of a build folder. */
export function ownLibraries(wasm) {
  const posix = join(wasm, "src/posix/CMakeFiles/porthole_posix.dir");
  const objects = readdirSync(posix).filter((name) => name.endsWith(".o"));
  const protocols = join(wasm, "src/protocols");
  const archives = readdirSync(protocols, { recursive: true })
    .filter((name) => name.endsWith(".a"))
    .sort()
    .map((name) => join(protocols, name));
  archives.push(join(wasm, "src/socket/libporthole_socket.a"));
  return {
    objects: new Map(objects.sort().map((name) => [`/porthole/lib/${name}`, readFileSync(join(posix, name))])),
    archives: new Map(archives.map((path) => [`/porthole/lib/${basename(path)}`, readFileSync(path)])),
  };
}

/** The sysroot's libraries that a command line of the linker names with -l or by path. */
export function sysrootLibraries(sysroot, names) {
  const folder = join(sysroot, "lib/wasm32-emscripten");
  return new Map(names.map((name) => [`/sysroot/lib/${name}`, readFileSync(join(folder, name))]));
}

/** Where the build keeps what the pack is made of, for its stamp. */
export const sourcesOf = (wasm) => [
  join(wasm, "src/posix/CMakeFiles/porthole_posix.dir"),
  join(wasm, "src/protocols"),
  join(wasm, "src/socket"),
  join(root, "src/socket"),
  join(root, "src/protocols"),
  ...["", "_commands", "_files", "_flags", "_llvm"].map((part) => join(root, `src/setup/compiler${part}.mjs`)),
  dirname(llvmResources()),
];
