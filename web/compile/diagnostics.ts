// SPDX-License-Identifier: MIT
// What clang wrote, as diagnostics with their places, notes and fix-its. clang writes places and fix-its for tools on
// lines and in brackets of their own; the text for the reader is what is left.

import type { Diagnostic, FixIt, SourceFile } from "./types.ts";

const place = /^([^\s:][^:]*):(\d+):(\d+):((?:\{\d+:\d+-\d+:\d+\})*:?) (fatal error|error|warning|note|remark): (.*)$/;
const fixIt = /^fix-it:"((?:[^"\\]|\\.)*)":\{(\d+):(\d+)-(\d+):(\d+)\}:"((?:[^"\\]|\\.)*)"$/;
const included = /^In file included from ([^:]+):(\d+):/;

interface Place {
  file: string;
  line: number;
}

/** Columns in clang's bytes (UTF-8), turned into the editor's UTF-16 units. */
class Columns {
  private readonly lines = new Map<string, string[]>();
  private readonly encoder = new TextEncoder();
  private readonly decoder = new TextDecoder();

  constructor(files: readonly SourceFile[]) {
    for (const { name, text } of files) this.lines.set(name, text.split("\n"));
  }

  has(file: string): boolean {
    return this.lines.has(file);
  }

  line(file: string, line: number): string {
    return this.lines.get(file)?.[line - 1] ?? "";
  }

  of(file: string, line: number, byteColumn: number): number {
    const bytes = this.encoder.encode(this.line(file, line));
    return this.decoder.decode(bytes.subarray(0, byteColumn - 1)).length + 1;
  }
}

const unescaped = (text: string) =>
  text.replace(/\\(n|t|x[0-9a-fA-F]{2}|[0-7]{3}|.)/g, (_, code: string) => {
    if (code === "n") return "\n";
    if (code === "t") return "\t";
    if (/^[0-7]{3}$/.test(code)) return String.fromCharCode(Number.parseInt(code, 8));
    return code.startsWith("x") && code.length === 3 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : code;
  });

const plainName = (path: string) => path.replace(/^(\.?\/)/, "");

/** The word that stands at a place, so that a diagnostic without a range has something to underline. */
function wordEnd(line: string, column: number): number {
  const word = /^(\w+|.)/u.exec(line.slice(column - 1));
  return column + (word?.[0].length ?? 0);
}

function rangeOf(ranges: string, at: { line: number; column: number }, columns: Columns, file: string) {
  for (const [, ...numbers] of ranges.matchAll(/\{(\d+):(\d+)-(\d+):(\d+)\}/g)) {
    const [line, from, endLine, to] = numbers.map(Number) as [number, number, number, number];
    const start = columns.of(file, line, from);
    // The range that the place itself stands at the start of: others are operands beside it.
    if (line === at.line && start === at.column) return { endLine, endColumn: columns.of(file, endLine, to) };
  }
  return { endLine: at.line, endColumn: wordEnd(columns.line(file, at.line), at.column) };
}

/** Reads what clang wrote about the files of a program. */
export function parseClang(text: string, files: readonly SourceFile[]): { diagnostics: Diagnostic[]; text: string } {
  const columns = new Columns(files);
  const found: { diagnostic: Diagnostic; includedFrom: Place | null }[] = [];
  const shown: string[] = [];
  let latest: Diagnostic | null = null;
  let includedFrom: Place | null = null;
  for (const line of text.split("\n")) {
    const fix = fixIt.exec(line);
    if (fix) {
      const [, path, ...rest] = fix as unknown as string[];
      if (latest && plainName(path ?? "") === latest.file) latest.fixIts.push(fixItOf(latest.file, rest, columns));
      continue;
    }
    const from = included.exec(line);
    if (from && columns.has(plainName(from[1] ?? ""))) {
      includedFrom = { file: plainName(from[1] ?? ""), line: Number(from[2]) };
    }
    const match = place.exec(line);
    if (!match) {
      shown.push(line);
      continue;
    }
    const [, path = "", row, column, ranges = "", severity, message = ""] = match;
    shown.push(`${plainName(path)}:${row}:${column}: ${severity}: ${message}`);
    latest = diagnosticAt(plainName(path), Number(row), Number(column), ranges, message, columns);
    if (severity === "note") {
      latest.severity = "note";
      found.at(-1)?.diagnostic.notes.push(latest);
      continue;
    }
    if (severity === "warning" || severity === "remark") latest.severity = "warning";
    found.push({ diagnostic: latest, includedFrom });
    includedFrom = null;
  }
  const diagnostics = found.map(({ diagnostic, includedFrom }) => hoisted(diagnostic, includedFrom, columns));
  return { diagnostics, text: shown.join("\n") };
}

function diagnosticAt(
  file: string,
  line: number,
  byteColumn: number,
  ranges: string,
  message: string,
  columns: Columns,
): Diagnostic {
  const column = columns.has(file) ? columns.of(file, line, byteColumn) : byteColumn;
  const end = rangeOf(ranges, { line, column }, columns, file);
  return { file, line, column, ...end, severity: "error", message, fixIts: [], notes: [] };
}

function fixItOf(file: string, [line, from, endLine, to, text]: string[], columns: Columns): FixIt {
  return {
    line: Number(line),
    column: columns.of(file, Number(line), Number(from)),
    endLine: Number(endLine),
    endColumn: columns.of(file, Number(endLine), Number(to)),
    text: unescaped(text ?? ""),
  };
}

/** An error inside a library's header is shown where the program uses or includes it, with its own place as a note. */
function hoisted(inner: Diagnostic, includedFrom: Place | null, columns: Columns): Diagnostic {
  if (columns.has(inner.file)) return inner;
  const user = inner.notes.find((note) => columns.has(note.file)) ?? (includedFrom && wholeLine(includedFrom, columns));
  if (!user) return inner;
  const { file, line, column, endLine, endColumn } = user;
  const own: Diagnostic = { ...inner, severity: "note", notes: [], fixIts: [] };
  return { ...inner, file, line, column, endLine, endColumn, fixIts: [], notes: [own, ...inner.notes] };
}

function wholeLine({ file, line }: Place, columns: Columns) {
  return { file, line, column: 1, endLine: line, endColumn: columns.line(file, line).length + 1 };
}
