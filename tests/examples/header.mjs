// SPDX-License-Identifier: MIT
// What an example's header gives the page, and what the build says of a bad one. Run with node --test.

import assert from "node:assert/strict";
import { test } from "node:test";
import { argumentsOf, describe, words } from "../../src/examples/header.mjs";

const good = {
  protocol: "FTP",
  title: "List a folder",
  "title.zh": "列出目录",
  blurb: "What is there?",
  "blurb.zh": "那里有什么？",
  usage: "ftp_list [HOST [PORT [PATH]]]",
  page: "ftp.test 21 /pub",
};

/** A source with this header; undefined leaves a line out. */
function source(changes = {}, more = []) {
  const lines = Object.entries({ ...good, ...changes }).filter(([, value]) => value !== undefined);
  const header = lines.map(([key, value]) => `// ${key}: ${value}`);
  return ["// SPDX-License-Identifier: MIT", ...header, ...more, "", "#include <string>", "// not: a header", ""].join(
    "\n",
  );
}

const names = (usage) => argumentsOf("prog", usage).map((each) => each.name);

test("a header becomes an entry of the page's list", () => {
  const entry = describe("ftp_list.cpp", source({}, ['// also: ftp.test 21 "/a folder"', "// also: ftp.test"]));
  assert.equal(entry.name, "ftp_list");
  assert.equal(entry.protocol, "FTP");
  assert.deepEqual(entry.title, { en: "List a folder", zh: "列出目录" });
  assert.deepEqual(entry.page, ["ftp.test", "21", "/pub"]);
  assert.deepEqual(entry.also, [["ftp.test", "21", "/a folder"], ["ftp.test"]]);
  assert.deepEqual(entry.arguments[2], { name: "PATH", optional: true, repeated: false });
  assert.equal(entry.source, "examples/ftp_list.cpp");
  assert.equal(entry.wasm, "examples/ftp_list.wasm");
});

test("without a protocol it is about sockets themselves", () => {
  assert.equal(describe("ftp_list.c", source({ protocol: undefined })).protocol, "Sockets");
});

test("a usage line names the arguments", () => {
  assert.deepEqual(names("prog"), []);
  assert.deepEqual(names("prog HOST PORT..."), ["HOST", "PORT"]);
  assert.deepEqual(names("prog [NAME...]"), ["NAME"]);
  assert.deepEqual(names("prog HOST [PORT [USER [PASSWORD]]]"), ["HOST", "PORT", "USER", "PASSWORD"]);
  const [host, paths] = argumentsOf("prog", "prog HOST [PATH...]");
  assert.deepEqual(host, { name: "HOST", optional: false, repeated: false });
  assert.deepEqual(paths, { name: "PATH", optional: true, repeated: true });
});

for (const usage of [
  "other [HOST]",
  "prog [-v] HOST",
  "prog [HOST] [PORT]",
  "prog [HOST [PORT]",
  "prog [HOST]]",
  "prog host",
  "prog HOST... PORT",
  "prog [HOST] PORT",
  "prog [HOST PORT]",
  "prog  HOST",
]) {
  test(`the usage "${usage}" is refused`, () => {
    assert.throws(() => argumentsOf("prog", usage), /write it like "prog HOST \[PORT \[PATH\.\.\.\]\]"/);
  });
}

test("words are parted by blanks and kept together by quotes", () => {
  assert.deepEqual(words('a  "b c" "" d'), ["a", "b c", "", "d"]);
  assert.throws(() => words('a "b'), /quotation mark/);
  assert.throws(() => words('a"b c"'), /quotation mark/);
});

for (const [what, changes, more, message] of [
  ["an unknown protocol", { protocol: "Finger" }, [], /"\/\/ protocol: Finger" is not one of Sockets, Servers, HTTP/],
  ["an unknown key", {}, ["// filed: x"], /"\/\/ filed:" is not a key; the keys are title/],
  ["a line without a key", {}, ["// and so on"], /has no key/],
  ["a missing title", { "title.zh": undefined }, [], /needs one line "\/\/ title\.zh: /],
  ["two pages", {}, ["// page: ftp.test"], /needs one line "\/\/ page: /],
  ["two protocols", {}, ["// protocol: HTTP"], /needs one line "\/\/ protocol: /],
  ["more on the page than the usage names", { page: "a 1 / x" }, [], /"\/\/ page:" gives 4 arguments.* names 0 to 3/],
  ["less than the usage needs", { usage: "ftp_list HOST PORT", page: "a" }, [], /gives 1 arguments.* names 2/],
  ["an offer that does not fit", {}, ["// also: a 1 / x"], /"\/\/ also:" gives 4 arguments/],
]) {
  test(`${what} is an error`, () => {
    assert.throws(() => describe("ftp_list.cpp", source(changes, more)), message);
  });
}
