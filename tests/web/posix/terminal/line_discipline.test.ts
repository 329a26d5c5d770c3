// SPDX-License-Identifier: MIT

import { beforeEach, describe, expect, it } from "vitest";
import { POLL } from "../../../../web/posix/abi.ts";
import { LineDiscipline } from "../../../../web/posix/terminal/line_discipline.ts";
import { TerminalFile } from "../../../../web/posix/terminal/terminal_file.ts";
import { L } from "../../../../web/posix/terminal/termios.ts";
import { text } from "../platform.ts";

let screen: string;
let signals: number[];
let terminal: LineDiscipline;

beforeEach(() => {
  screen = "";
  signals = [];
  const decoder = new TextDecoder();
  const output = (bytes: Uint8Array) => {
    screen += decoder.decode(bytes, { stream: true });
  };
  terminal = new LineDiscipline({ output, signal: (number) => signals.push(number) }, 80, 24);
});

function read(size = 100): string | number {
  const to = new Uint8Array(size);
  const count = terminal.read(to);
  return typeof count === "number" && count > 0 ? new TextDecoder().decode(to.subarray(0, count)) : (count as number);
}

describe("a line", () => {
  it("is given when it is ended, and shown as it is typed", () => {
    terminal.input(text("hello"));
    expect([read(), screen]).toEqual(["EAGAIN", "hello"]);
    terminal.input(text("\r"));
    expect([read(), screen]).toEqual(["hello\n", "hello\r\n"]);
  });

  it("is given one at a time, and in parts to a small buffer", () => {
    terminal.input(text("one\rtwo\r"));
    expect([read(2), read(), read(), read()]).toEqual(["on", "e\n", "two\n", "EAGAIN"]);
  });

  it("loses a Chinese character as one, and two columns of the screen", () => {
    terminal.input(text("a中"));
    terminal.input(Uint8Array.of(127));
    expect(screen).toBe("a中\b \b\b \b");
    terminal.input(text("\r"));
    expect(read()).toBe("a\n");
  });

  it("takes a character that arrives byte by byte", () => {
    for (const byte of text("新")) terminal.input(Uint8Array.of(byte));
    terminal.input(text("\r"));
    expect([read(), screen]).toEqual(["新\n", "新\r\n"]);
  });

  it("loses a combining mark without moving", () => {
    terminal.input(text("é"));
    terminal.input(Uint8Array.of(127, 127));
    expect(screen).toBe("é\b \b");
  });

  it("is killed by Ctrl-U, its last word by Ctrl-W", () => {
    terminal.input(text("two words\x17"));
    terminal.input(text("x\r"));
    terminal.input(text("gone\x15kept\r"));
    expect([read(), read()]).toEqual(["two x\n", "kept\n"]);
  });

  it("cannot be erased beyond its start", () => {
    terminal.input(Uint8Array.of(127, 127, 21, 23));
    expect(screen).toBe("");
  });
});

describe("Ctrl-D", () => {
  it("ends the input on an empty line, once", () => {
    terminal.input(text("\x04"));
    expect([read(), read()]).toEqual([0, "EAGAIN"]);
  });

  it("gives an unfinished line", () => {
    terminal.input(text("half\x04"));
    expect([read(), read()]).toEqual(["half", "EAGAIN"]);
  });
});

it("Ctrl-C drops the line and tells the program", () => {
  terminal.input(text("typed\x03"));
  expect([signals, screen, read()]).toEqual([[2], "typed^C", "EAGAIN"]);
});

it("output gets its carriage returns", () => {
  terminal.write(text("a\nb\n"), 1);
  expect(screen).toBe("a\r\nb\r\n");
});

describe("raw mode", () => {
  beforeEach(() => {
    terminal.configure((termios) => {
      termios.local &= ~(L.ICANON | L.ECHO | L.ISIG);
    }, false);
  });

  it("gives every key as it is, without echo", () => {
    terminal.input(text("a\x03\x7f\x04"));
    expect([read(), screen, signals]).toEqual(["a\x03\x7f\x04", "", []]);
  });

  it("without VMIN gives what there is, or nothing", () => {
    terminal.configure((termios) => {
      termios.characters[6] = 0;
    }, false);
    expect([read(), terminal.readLimit]).toEqual([0, 0]);
  });
});

it("a line half typed is there for raw mode", () => {
  terminal.input(text("ab"));
  terminal.configure((termios) => {
    termios.local &= ~L.ICANON;
  }, false);
  expect(read()).toBe("ab");
});

describe("a screen that is behind", () => {
  it("lets a program wait, and wakes it when it has caught up", () => {
    const shown: number[] = [];
    const terminal = new LineDiscipline({ output: (bytes) => shown.push(bytes.length), signal: () => {} }, 80, 24);
    const file = new TerminalFile(terminal, null as never, 1);
    const much = new Uint8Array(1 << 20).fill(120);
    const taken = file.write(much) as number;
    expect(taken).toBe(256 * 1024);
    expect(Math.max(...shown)).toBe(64 * 1024);
    expect(file.write(much)).toBe("EAGAIN");
    expect(file.readiness() & POLL.OUT).toBe(0);
    let woken = 0;
    terminal.changed.subscribe(() => woken++);
    terminal.drawn(32 * 1024);
    expect([woken, file.readiness() & POLL.OUT]).toEqual([1, POLL.OUT]);
    expect(file.write(much)).toBeGreaterThan(0);
  });
});
