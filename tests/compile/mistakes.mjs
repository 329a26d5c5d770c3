// SPDX-License-Identifier: MIT
// Programs with mistakes: what the compiler says, where, and what it proposes.

import assert from "node:assert/strict";
import { compile } from "./page.mjs";

const one = (text, name = "main.cpp") => [{ name, text }];

async function firstOf(page, files, flags) {
  const result = await compile(page, { files: typeof files === "string" ? one(files) : files, flags });
  assert.equal(result.size, 0, "it compiled");
  assert.ok(result.diagnostics.length > 0, result.text);
  return result.diagnostics[0];
}

const placeOf = ({ file, line, column, endLine, endColumn }) => [file, line, column, endLine, endColumn];

export const mistakes = {
  async "a missing semicolon, and the fix"(page) {
    const error = await firstOf(page, '#include <cstdio>\nint main() {\n  std::puts("你好")\n}\n');
    assert.equal(error.message, "expected ';' after expression");
    assert.deepEqual(placeOf(error).slice(0, 3), ["main.cpp", 3, 18]);
    assert.deepEqual(error.fixIts, [{ line: 3, column: 18, endLine: 3, endColumn: 18, text: ";" }]);
  },

  async "a misspelt name, with its range, the fix and the note"(page) {
    const error = await firstOf(page, "int length = 1;\nint main() { return lenght; }\n");
    assert.equal(error.message, "use of undeclared identifier 'lenght'; did you mean 'length'?");
    assert.deepEqual(placeOf(error), ["main.cpp", 2, 21, 2, 27]);
    assert.equal(error.fixIts[0].text, "length");
    assert.deepEqual([error.notes[0].severity, error.notes[0].line], ["note", 1]);
  },

  async "an error in a header of the program's own"(page) {
    const files = [...one('#include "bad.hpp"\nint main() {}\n'), { name: "bad.hpp", text: "int x = ;\n" }];
    const error = await firstOf(page, files);
    assert.deepEqual(placeOf(error).slice(0, 3), ["bad.hpp", 1, 9]);
  },

  async "an error deep in the library is shown where the program uses it"(page) {
    const text =
      "#include <algorithm>\n#include <list>\nint main() {\n  std::list<int> l;\n  std::sort(l.begin(), l.end());\n}\n";
    const error = await firstOf(page, text);
    assert.deepEqual([error.file, error.line], ["main.cpp", 5]);
    assert.ok(error.notes.length > 0);
  },

  async "a missing header"(page) {
    const error = await firstOf(page, "#include <boost/asio.hpp>\nint main() {}\n");
    assert.deepEqual([error.line, error.advice], [1, "advice.otherLibrary"]);
    assert.equal((await firstOf(page, '#include "not_here.hpp"\n')).advice, "advice.missingHeader");
    assert.equal((await firstOf(page, "#include <sys/epoll.h>\n")).advice, "advice.linuxHeader");
  },

  async "an undefined symbol, where it is called"(page) {
    const error = await firstOf(page, "namespace far {\nint away(int);\n}\nint main() {\n  return far::away(1);\n}\n");
    assert.equal(error.message, "undefined symbol: far::away(int)");
    assert.deepEqual([error.advice, error.file], ["advice.undefinedSymbol", "main.cpp"]);
    assert.equal((await firstOf(page, "int mian() { return 0; }\n")).advice, "advice.noMain");
  },

  async "the same function in two files"(page) {
    const files = [...one("void twice() {}\nint main() {}\n"), { name: "other.cpp", text: "void twice() {}\n" }];
    assert.equal((await firstOf(page, files)).advice, "advice.duplicateSymbol");
  },

  async "templates without end"(page) {
    const text =
      "template <int N> struct Deep { static constexpr int value = Deep<N + 1>::value; };\nint main() { return Deep<0>::value; }\n";
    const error = await firstOf(page, text);
    assert.match(error.message, /recursive template instantiation exceeded/);
    assert.equal(error.advice, "advice.endlessTemplate");
  },

  async "threads and processes compile, and say that they will fail"(page) {
    const thread = await compile(page, {
      files: one("#include <thread>\nint main() {\n  std::thread t([] {});\n  t.join();\n}\n"),
    });
    assert.deepEqual([thread.diagnostics[0].advice, thread.diagnostics[0].line], ["advice.threads", 3]);
    const forks = await compile(page, {
      files: one("#include <unistd.h>\nint main() {\n  return fork();\n}\n", "main.c"),
    });
    assert.deepEqual([forks.diagnostics[0].advice, forks.diagnostics[0].line], ["advice.processes", 3]);
    assert.ok(thread.size > 0 && forks.size > 0);
  },

  async "warnings do not stand in the way"(page) {
    const result = await compile(page, { files: one("int main() {\n  int unused = 1;\n}\n") });
    assert.ok(result.size > 0);
    assert.deepEqual([result.diagnostics[0].severity, result.diagnostics[0].line], ["warning", 2]);
  },

  async "flags and names that have no meaning here"(page) {
    assert.match((await firstOf(page, one("int main() {}"), ["-o", "x"])).message, /no meaning in the page: -o/);
    assert.match((await firstOf(page, one("int main() {}"), ["-fnonsense"])).message, /unknown argument/);
    assert.match((await firstOf(page, one("int main() {}", "sysroot/x.cpp"))).message, /cannot be named/);
    assert.equal((await firstOf(page, one("", "notes.txt"))).advice, "advice.noSource");
  },

  async "a compile that runs away is ended, and the next one works"(page) {
    const text =
      "consteval int spin() { int n = 0; for (long i = 0; i < 2000000000L; i++) n ^= 1; return n; }\nint main() { return spin(); }\n";
    const outcome = await page.evaluate(async (source) => {
      const files = [{ name: "main.cpp", text: source }];
      const running = window.compiler.compile({ files, flags: ["-fconstexpr-steps=4000000000"] });
      setTimeout(() => window.compiler.cancel(), 1500);
      const how = await running.then(
        () => "ended",
        (error) => error.message,
      );
      const next = await window.compiler.compile({ files: [{ name: "main.cpp", text: "int main() {}" }] });
      const elsewhere = new window.Compiler(new URL("elsewhere/", document.baseURI).href);
      const kept = [await window.compiler.isKept(), await elsewhere.isKept()];
      return { how, kept, size: next.wasm.byteLength };
    }, text);
    assert.equal(outcome.how, "the compile was stopped");
    assert.ok(outcome.size > 0);
    assert.deepEqual(outcome.kept, [true, false]);
  },
};
