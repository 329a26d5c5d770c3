// SPDX-License-Identifier: MIT
// The file format of a transcript, one for every way to run an example. docs/adding-an-example.md tells it to people.

import { readFileSync } from "node:fs";

const PLACEHOLDERS = { any: "[^\\n]*", number: "\\d+(?:\\.\\d+)?", lines: "(?:[^\\n]*\\n)*?" };
const KEYS = { "^D": "\x04", "^C": "\x03" };

const quote = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A line of expected output as a regular expression; `{lines}` alone stands for any number of whole lines. */
function pattern(line) {
  const end = line === "{lines}" ? "" : "\\n";
  const parts = line.split(/(\{(?:any|number|lines)\})/);
  return parts.map((part) => (/^\{.*\}$/.test(part) ? PLACEHOLDERS[part.slice(1, -1)] : quote(part))).join("") + end;
}

/** The text to wait for before typing: what is certain of the line before. */
const certain = (line) => line.split(/\{(?:any|number|lines)\}/).at(-1);

function start(words, where) {
  const [name, ...args] = words.split(/\s+/);
  return { name, args, where, expected: "", input: [], files: [], status: 0, last: "", before: [], not: [] };
}

/**
 * @returns the conversations of a transcript: name, args, expected (RegExp source), input, files, status, and `before`:
 * those that run before it begins, and until it has ended; `not`: where it is not to be played ("gateway")
 */
export function readTranscript(path) {
  const runs = [];
  let before = [];
  let blank = 0;
  for (const [index, line] of readFileSync(path, "utf8").split("\n").entries()) {
    const where = `${path}:${index + 1}`;
    const run = before.at(-1) ?? runs.at(-1);
    const rest = line.slice(2);
    if (line.startsWith("#")) continue;
    if (line.trim() === "") {
      blank++;
      continue;
    }
    const empty = blank;
    blank = 0;
    if (line.startsWith("& ")) before.push(start(rest, where));
    else if (line.startsWith("$ ")) {
      runs.push({ ...start(rest, where), before });
      before = [];
    } else if (!run) throw new Error(`${where}: a transcript begins with "$ NAME ARGUMENTS"`);
    else if (line.startsWith("  ") || line.startsWith("+ ")) {
      const text = pattern(rest);
      run.expected += "\\n".repeat(empty) + (line.startsWith("+") ? text.replace(/\\n$/, "") : text);
      run.last = certain(rest);
    } else if (line.startsWith("* ")) {
      run.input.push({ text: `${rest}\r`, after: run.last });
    } else if (line.startsWith(">")) {
      const keys = KEYS[rest];
      run.input.push({ text: keys ?? `${rest}\r`, after: run.last });
      if (!keys) {
        // The terminal's echo comes first, and must not be taken for the answer.
        run.expected += `${quote(rest)}\\n`;
        run.input.push({ text: "", after: rest });
        run.last = "\n";
      }
      if (rest === "^C") run.expected += "\\^C";
    } else if (line.startsWith("! ")) run.not.push(rest);
    else if (line.startsWith("= ")) run.status = rest;
    else if (line.startsWith("@ ")) {
      const [file, size] = rest.split(" ");
      run.files.push({ path: file, size: Number(size) });
    } else
      throw new Error(`${where}: a line begins with "$ ", "& ", two blanks, "+ ", "> ", "* ", "= ", "@ ", "! " or "#"`);
  }
  return runs;
}

const plain = (screen) => screen.replace(/\r+\n/g, "\n");

/** Whether the screen has all that is expected. */
export const isComplete = (run, screen) => new RegExp(`^${run.expected}$`).test(plain(screen));

/** What is wrong with a result, in words; empty when it is as the transcript says. */
export function differences(run, { screen, status, files, beside = [] }) {
  const found = [];
  const text = plain(screen);
  for (const [index, other] of run.before.entries()) {
    const shown = beside[index] ?? "";
    if (!isComplete(other, shown))
      found.push(`${other.name} shows:\n${plain(shown)}\n${firstDifference(other, plain(shown))}`);
  }
  if (!isComplete(run, screen)) found.push(`the screen shows:\n${text}\n${firstDifference(run, text)}`);
  if (String(status) !== String(run.status)) found.push(`it ended with ${status}, not ${run.status}`);
  for (const { path, size } of run.files) {
    const there = files.find((file) => file.path.replace(/^.*\//, "") === path)?.size;
    if (there !== size) found.push(`${path} has ${there ?? "not been written, instead of"} ${size} bytes`);
  }
  return found;
}

/** The first line of the expectation that the text does not reach. */
function firstDifference(run, text) {
  const lines = run.expected.split("\\n");
  for (let count = 1; count < lines.length; count++) {
    const beginning = `${lines.slice(0, count).join("\\n")}\\n`;
    let matches = false;
    try {
      matches = new RegExp(`^${beginning}`).test(text);
    } catch {
      continue; // cut within a placeholder
    }
    if (!matches) return `it should have gone on with: ${lines[count - 1]}`;
  }
  return "and more than was expected, or less";
}
