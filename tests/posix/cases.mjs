// SPDX-License-Identifier: MIT
// What the programs of this folder are given. A name alone is run without arguments and without input.

import { MORE_CASES } from "./cases_more.mjs";

/** Typed once the screen shows `after`. */
const key = (after, text) => ({ after, text });

export const CASES = [
  "error_texts",
  "names",
  "older_names",
  "bad_arguments",
  "connect_and_talk",
  "connect_refused",
  "connect_nonblocking",
  "busy_polling",
  "poll_and_select",
  "poll_states",
  "recv_flags",
  "partial_reads",
  "time_limits",
  "half_close",
  "ends_and_resets",
  "several_sockets",
  "send_and_exit",
  "memory_growth",
  "descriptors",
  "pipes",
  "vectors",
  "options",
  "ioctls",
  "files",
  "stdio_files",
  "sleeping",
  "sigpipe_kills",
  "sigpipe_spared",
  "aborts",
  { name: "exits", args: ["one", "two words", "", "新浪"] },
  "exceptions",
  {
    name: "terminal_lines",
    keys: [
      key("0> ", "plain\r"),
      key("1> ", "mist\x7f\x7fst cake, \x17two words\x15again 中\r"),
      key("2> ", "for poll\n"),
      key("3> ", "longer than three\r"),
      key("4> ", "no newline\x04"),
      key("5> ", "\x04"),
      key("with stdio", "a\rb\r"),
      key("(b", "\x04"),
    ],
  },
  {
    name: "terminal_raw",
    keys: [key("ready", "a\r\n\x03\x7f\x04"), key("<4>", "中q"), key("usual", "line\r")],
  },
  {
    name: "terminal_interrupts",
    keys: [
      key("one", "typed"),
      key("typed", "\x03"),
      key("^C", "again\r"),
      key("two", "\x03"),
      key("three", "\x03"),
      key("four", "\x03"),
      key("five", "\x03"),
      key("six", "\x03"),
    ],
  },
  "tab_listen",
  "tab_streams",
  "tab_datagrams",
  "tab_groups",
  "tab_unix",
  "tab_select",
  ...MORE_CASES,
].map((each) => (typeof each === "string" ? { name: each } : each));
