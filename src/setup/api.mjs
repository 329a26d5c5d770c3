// SPDX-License-Identifier: MIT
// What the editor knows of our API: declarations of the public headers with their /// comments, as JSON beside the page.
// A reader of C++ as this project writes it, not of C++.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "./paths.mjs";

/** Headers that a program includes, not those within the libraries. */
const publicHeader = (path) =>
  path.endsWith(".hpp") && !/\b(detail|internal|digest|os|no_signal|text_codec|utf8|descriptor)\b/.test(path);

const blank = (text) => text.replace(/[^\n]/g, " ");

const comment = /\/\/.*|\/\*[\s\S]*?\*\//.source;
const literal = /"(?:\\.|[^"\\\n])*"|(?<![0-9a-zA-Z])'(?:\\.|[^'\\\n])*'/.source;
const tokens = new RegExp(`(${comment})|${literal}`, "g");

/** The text without its comments; lines and columns stay where they are. */
const uncommented = (text) => text.replace(tokens, (found, isComment) => (isComment ? blank(found) : found));

/** The text with everything gone that is not a declaration; lines and columns stay here too. */
const bare = (text) =>
  text
    .replace(tokens, (found, isComment) => (isComment ? blank(found) : `"${" ".repeat(found.length - 2)}"`))
    .replace(/^\s*#.*(?:\\\n.*)*$/gm, blank);

/** The /// comment that ends right above a line. */
function docAbove(lines, at) {
  const doc = [];
  for (let line = at - 1; line >= 0 && /^\s*\/\/\/($|[^/<])/.test(lines[line]); line--) {
    doc.unshift(lines[line].replace(/^\s*\/\/\/ ?/, ""));
  }
  const trailing = /\/\/\/<\s*(.*)$/.exec(lines[at] ?? "");
  if (doc.length === 0 && trailing) doc.push(trailing[1]);
  return doc.join("\n").trim();
}

const squeeze = (text) => text.replace(/\s+/g, " ").replace(/\( /g, "(").replace(/ \)/g, ")").trim();

/** What a statement declares: its kind and name; nothing for what a program does not name. */
function declared(statement) {
  const text = squeeze(
    statement.replace(/^\s*(public|private|protected):/gm, "").replace(/^\s*template\s*<[^>]*>/, ""),
  );
  if (/^(using namespace|friend|extern|static_assert|namespace|#)/.test(text)) return undefined;
  let found = /^using (\w+)\s*=/.exec(text);
  if (found) return { kind: "type", name: found[1], text };
  found = /^using [\w:]*::(\w+)$/.exec(text);
  if (found) return { kind: "function", name: found[1], text };
  found = /^(class|struct|enum(?: class)?)\s+(?:\[\[\w+\]\]\s*)?(\w+)(?:\s*final)?\s*(?::|$)/.exec(text);
  if (found) return { kind: "class", name: found[2], text: text.replace(/\s*:(?!:).*$/, "") };
  if (/\boperator\b/.test(text)) return undefined;
  found = /(?:^|[\s*&])(~?\w+)\s*\(/.exec(text);
  const call = text.indexOf("(");
  const assign = text.indexOf("=");
  if (found && (assign < 0 || call < assign)) {
    if (found[1].startsWith("~") || / = delete$| = default$/.test(text)) return undefined;
    return { kind: "function", name: found[1], text: text.replace(/\)\s*:(?!:).*$/, ")") };
  }
  found = /(\w+)\s*(?:\[[^\]]*\])?\s*(?:=.*|\{.*)?$/.exec(text);
  return found && /\s/.test(text)
    ? { kind: /constexpr/.test(text) ? "constant" : "field", name: found[1], text }
    : undefined;
}

/** The declarations of one header, in order. */
export function readHeader(text, header) {
  const lines = text.split("\n");
  const code = bare(text);
  const words = uncommented(text);
  const entries = [];
  const scopes = []; // what each open brace belongs to
  let hidden = false;
  let start = 0;
  const take = (end, opens) => {
    const statement = code.slice(start, end);
    const lead = statement.length - statement.trimStart().length;
    const access = [...statement.matchAll(/\b(public|private|protected):/g)].at(-1)?.[1];
    const scope = scopes.at(-1);
    if (access && scope) scope.hidden = access !== "public";
    const space = /^\s*(?:inline\s+)?namespace\s*([\w:]*)\s*$/.exec(statement);
    const body = statement.replace(/^[\s\S]*\b(?:public|private|protected):/, "");
    const offset = start + (statement.length - body.length) + (body.length - body.trimStart().length);
    hidden = scopes.some((each) => each.hidden || each.closed);
    if (space) return { name: space[1], hidden: /detail|^$/.test(space[1]), namespace: true };
    const found = lead < statement.length && !hidden ? declared(body) : undefined;
    if (found) {
      const line = code.slice(0, offset).split("\n").length - 1;
      const owner = scopes.filter(({ namespace, name }) => !namespace && name).map(({ name }) => name);
      const spaces = scopes.filter(({ namespace, name }) => namespace && name).map(({ name }) => name);
      entries.push({
        name: found.name,
        kind: found.kind,
        in: owner.join("::") || undefined,
        space: spaces.join("::") || undefined,
        text: found.kind === "class" ? found.text : squeeze(words.slice(offset, end)),
        doc: docAbove(lines, line) || undefined,
        header,
      });
    }
    const isClass = opens && found?.kind === "class";
    const isEnum = isClass && /^enum/.test(found.text);
    return {
      name: isClass ? found.name : "",
      hidden: isClass && !isEnum && /^class/.test(found.text),
      closed: !isClass || isEnum,
    };
  };
  let depth = 0; // parentheses
  for (let at = 0; at < code.length; at++) {
    const char = code[at];
    if (char === "(") depth++;
    else if (char === ")") depth--;
    else if (depth > 0) continue;
    else if (char === "{") {
      scopes.push(take(at, true));
      start = at + 1;
    } else if (char === "}") {
      scopes.pop();
      start = at + 1;
    } else if (char === ";") {
      take(at, false);
      start = at + 1;
    }
  }
  return entries;
}

/** The header that a program includes for what stands in this one. */
function includedAs(header) {
  const [part, name] = header.split("/");
  const whole = part === "socket" ? "socket/socket.hpp" : `${part}/${name.replace(/\.hpp$/, "")}.hpp`;
  return existsSync(join(root, "src", whole)) ? whole : header;
}

/** Reads the headers of the socket library and the protocols. */
export function readApi() {
  const entries = [];
  for (const folder of ["src/socket", "src/protocols"]) {
    const names = readdirSync(join(root, folder), { recursive: true }).filter(publicHeader).sort();
    for (const name of names) {
      const path = join(root, folder, name);
      entries.push(...readHeader(readFileSync(path, "utf8"), includedAs(relative(join(root, "src"), path))));
    }
  }
  const described = new Set(entries.filter(({ doc }) => doc).map((each) => `${each.kind} ${each.name}`));
  // A class that is only named ahead has its description elsewhere.
  return entries.filter((each) => each.kind !== "class" || each.doc || !described.has(`class ${each.name}`));
}

/** Writes what the headers say to a file. */
export function writeApi(path) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(readApi()));
}
