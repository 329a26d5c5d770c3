// SPDX-License-Identifier: MIT

import { absentCalls } from "./absent.ts";
import { advise } from "./advice.ts";
import { parseClang } from "./diagnostics.ts";
import { type Folder, place, read } from "./files.ts";
import { Frontends, refusedFlags } from "./flags.ts";
import { parseLinker } from "./linking.ts";
import type { Llvm } from "./llvm.ts";
import type { Manifest } from "./manifest.ts";
import type { CompileProgress, CompileRequest, CompileResult, Diagnostic } from "./types.ts";

const source = /\.(c|cc|cpp|cxx|c\+\+)$/;
const safeName = /^[\w.+-]+(\/[\w.+-]+)*$/;

/** Uses what most programs use. */
const warmth = `#include <iostream>
#include <string>
#include "socket/socket.hpp"
int main(int argc, char** argv) {
  try {
    porthole::Socket s(AF_INET, SOCK_STREAM);
    s.connect({argv[0], argc});
    std::string line = s.recv(100);
    for (char& each : line) each += 1;
    std::cout << line << std::endl;
  } catch (const std::exception& error) {
    std::cerr << error.what();
  }
}
`;

/** A message about the program as a whole. */
function general(file: string, message: string, advice?: string): Diagnostic {
  const at = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { ...at, severity: "error", message, fixIts: [], notes: [], ...(advice ? { advice } : {}) };
}

/** Compiles and links programs over the compiler's own files. */
export class Builder {
  private readonly frontends: Frontends;

  constructor(
    private readonly llvm: Llvm,
    private readonly system: Folder,
    private readonly manifest: Manifest,
    private readonly progress: (progress: CompileProgress) => void,
  ) {
    this.frontends = new Frontends(llvm, new Map(system));
  }

  /** Browsers make the machine code of a function when it first runs: this has it done before anyone waits. */
  warmUp(): void {
    this.build({ files: [{ name: "main.cpp", text: warmth }] });
  }

  build({ files, flags = [] }: CompileRequest): CompileResult {
    const first = files[0]?.name ?? "";
    const failed = (message: string, advice?: string): CompileResult => ({
      wasm: null,
      diagnostics: [general(first, message, advice)],
      text: `${message}\n`,
    });
    const refused = refusedFlags(flags);
    if (refused.length > 0) return failed(`this flag has no meaning in the page: ${refused.join(" ")}`);
    const bad = files.find(({ name }) => !this.isFree(name));
    if (bad) return failed(`a file cannot be named "${bad.name}"`);
    const sources = files.filter(({ name }) => source.test(name));
    if (sources.length === 0)
      return failed("there is no file to compile: its name ends in .cpp or .c", "advice.noSource");
    // The system's files are shared by all runs, the root folder is this program's own.
    const root: Folder = new Map(this.system);
    const encoder = new TextEncoder();
    for (const { name, text } of files) place(root, name, encoder.encode(text));
    const result: CompileResult = { wasm: null, diagnostics: [], text: "" };
    const objects = new Map<string, string>();
    for (const { name } of sources) this.compileOne(name, root, objects, result, { files, flags });
    if (result.diagnostics.some((each) => each.severity === "error")) return advise(result);
    if (objects.size === sources.length) this.link(root, objects, result, files);
    return advise(result);
  }

  /** Whether a program may have a file of that name: the compiler's own folders are not its. */
  private isFree(name: string): boolean {
    const parts = name.split("/");
    return safeName.test(name) && !parts.some((part) => /^\.+$/.test(part)) && !this.system.has(parts[0] ?? "");
  }

  private compileOne(
    name: string,
    root: Folder,
    objects: Map<string, string>,
    result: CompileResult,
    { files, flags }: Required<CompileRequest>,
  ): void {
    this.progress({ step: "compile", file: name });
    const cxx = !name.endsWith(".c");
    const frontend = this.frontends.of(cxx ? this.manifest.compile.cxx : this.manifest.compile.c, cxx, flags);
    if (typeof frontend === "string") {
      result.text += frontend;
      result.diagnostics.push(general(name, frontend.trim()));
      return;
    }
    const object = `${objects.size}-${name.replaceAll("/", "-")}.o`;
    const replaced: Record<string, string> = { "in.c": name, "in.cpp": name, "out.o": object };
    const header = frontend.precompiled ? ["-include-pch", this.manifest.precompiled, "-fno-validate-pch"] : [];
    const args = [...frontend.args.map((word) => replaced[word] ?? word), ...header];
    const { code, text } = this.llvm.run(args, root);
    const parsed = parseClang(text, files);
    result.text += parsed.text;
    result.diagnostics.push(...parsed.diagnostics);
    const bytes = read(root, object);
    if (code === 0 && bytes) {
      objects.set(object, name);
      result.diagnostics.push(...absentCalls(bytes, name, files));
    } else if (!parsed.diagnostics.some((each) => each.severity === "error")) {
      result.diagnostics.push(general(name, text.trim().split("\n").at(-1) ?? "", "advice.compilerFailed"));
    }
  }

  private link(
    root: Folder,
    objects: Map<string, string>,
    result: CompileResult,
    files: CompileRequest["files"],
  ): void {
    this.progress({ step: "link" });
    const args = this.manifest.link.flatMap((word) => (word === "OBJECTS" ? [...objects.keys()] : [word]));
    const { code, text } = this.llvm.run(args, root);
    result.text += text;
    const wasm = read(root, "out.wasm");
    if (code === 0 && wasm) {
      result.wasm = wasm.slice().buffer;
      return;
    }
    const diagnostics = parseLinker(text, files, (object) => objects.get(`${object}.o`));
    const unknown = general(files[0]?.name ?? "", text.trim().split("\n").at(-1) ?? "");
    result.diagnostics.push(...(diagnostics.length > 0 ? diagnostics : [unknown]));
  }
}
