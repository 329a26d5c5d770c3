// SPDX-License-Identifier: MIT
// More programs, and what their output must hold natively: `holds` are lines that Linux prints, whatever the page does.

/** The terminal gets another size, then the text is typed. */
const size = (after, columns, rows, text = "") => ({ after, text, size: [columns, rows] });

/** Typed once the screen shows `after`. */
const key = (after, text) => ({ after, text });

export const MORE_CASES = [
  { name: "duplex", holds: ["400 single bytes, 0 wrong", "2000000 bytes each way, 0 wrong", "last words"] },
  { name: "backpressure", holds: ["a bounded amount was taken: 1", "all arrived: 1, then 0", "in order: 1"] },
  { name: "linger", holds: ["off: close: 0", "the other side: 0", "the other side: Connection reset by peer"] },
  { name: "dup_and_close", holds: ["the copy is closed: peer: Resource temporarily unavailable"] },
  { name: "many_connections", holds: ["one after the other: 100", "at the same time: 90", "drip 300, chargen 500000"] },
  { name: "slow_peer", holds: ["what came before the limit: 1"] },
  { name: "http_get", holds: ["[HTTP/1.0 200 OK]", "feof 1 ferror 0"] },
  { name: "big_download", holds: ["60000000 of 60000000 bytes, 0 wrong"] },
  { name: "connect_states", holds: ["connect to port 0: Connection refused"] },
  { name: "mapped_addresses", holds: ["over IPv6", "connect to IPv4: Network is unreachable"] },
  { name: "vanishing_peer", holds: ["100 bytes, then recv: Connection reset by peer", "write again: Broken pipe"] },
  { name: "vector_limits", holds: ["writev of 1024 single bytes: 1024", "sendmsg of 1025: Message too long"] },
  { name: "descriptor_matrix", holds: ["a file", "none", "  getsockopt: Socket operation on non-socket"] },
  { name: "poll_mixtures", holds: ["asking for nothing: 0 [0]"] },
  { name: "stdio_sockets", holds: ["getline: 4 lines, 700 bytes, feof 1", "half of one"] },
  { name: "stdio_kinds", holds: ["scanf 3: 3 words here", "no newline, flushed by exit"] },
  { name: "file_edges", holds: ["unlink while open: 0", "a directory over a full one: Directory not empty"] },
  { name: "directories", holds: [".: ./ ../ a/ d/ 五.txt", "delete all: 0"] },
  { name: "signals", holds: ["once only: 1", "out after 1"] },
  { name: "alarms", holds: ["recv: Interrupted system call", "4 rings"] },
  { name: "nested_waits", holds: ["before main: 1", "1 2 3 5 7 8 9 ", "after main: 2"] },
  {
    name: "surroundings",
    args: ["-v", "--port", "80", "--none", "rest", "--", "-x"],
    holds: ["option p 80", "option ? -", "Fri, 13 Feb 2009 23:31:30"],
  },
  { name: "quick_exit", holds: ["flushed"] },
  { name: "names_more", holds: ["inet_ntop into 10: 127.0.0.1"] },
  { name: "more_options", holds: ["TCP_NODELAY is kept: 1"] },
  { name: "self_pipe", holds: ["a large write: 65536", "none is left: 0"] },
  { name: "pipe_kills", holds: ["pipe: 0"] },
  { name: "filesystem", holds: ["Directory not empty", "5 removed"] },
  {
    name: "terminal_prompt",
    keys: [
      key("name? ", "World\r"),
      key("word? ", "12 apples and more\r"),
      key("the end? ", "\x04"),
      key("after the end? ", "again\r"),
      key("half a line? ", "no newline\x04\x04"),
      key("no buffer: ", "xy\r"),
    ],
    holds: ["hello, World", "2: 12 apples", "[no newline]"],
  },
  {
    name: "terminal_client",
    keys: [key("poll: 0", "first\r"), key("came: first", "part"), key("part", "ly\r"), key("came: partly", "\x04")],
    holds: ["closed"],
  },
  {
    name: "terminal_password",
    keys: [
      key("password: ", "secret\r"),
      key("again: ", "secret\r"),
      key("keys: ", "\x01a\x1bb\x00c\r"),
      key("kill: ", "all of this\x15but this\r"),
      key("tab: ", "a\tb\x7fc\r"),
      key("empty: ", "\x7f\x15\x17\r"),
      key("words: ", "one two  three\x17\x17x\r"),
      key("typed ahead: ", "some\r"),
      key("after the flush: ", "kept\r"),
      key("no return", "\r\x04\x03"),
    ],
    holds: ["written to 0"],
  },
  {
    name: "terminal_resize",
    keys: [
      size("until it changes", 100, 40, "a\r"),
      size("handled from here: 100 by 40", 120, 50),
      size("in between: 120 by 50", 60, 20),
    ],
    holds: ["poll: Interrupted system call", "at last: 60 by 20", "2 changes"],
  },
  {
    name: "terminal_remote",
    keys: [
      key("connected\r\n", "a\r"),
      key("<13>", "\x03\x1a\x04\x7f"),
      key("<127>", "中"),
      size("<173>", 100, 40),
      size("window 100 by 40\r\n", 60, 20, "b"),
      key("<98>", "\x1d"),
      size("usual\r\n", 90, 30, "line\r"),
      size("not restarted\r\n", 120, 50),
      key("last\r\n", "\x03"),
    ],
    holds: [
      "echo 0 canonical 0 signals 0 output 0",
      "poll: Interrupted system call, resized 1",
      "<3><26><4><127>",
      "window 60 by 20",
      "read through a resize: 5, resized 1",
      "read: Interrupted system call",
      "window 120 by 50",
    ],
  },
  { name: "terminal_quit", keys: [key("waiting", "\x1c")], holds: ["waiting"] },
  {
    name: "terminal_streams",
    keys: [
      key("name? ", "Wörld\r"),
      key("number? ", "41\r"),
      key("not a number? ", "none of it\r"),
      key("by cerr: ", "a\rb\r"),
      key("[b]", "\x04"),
    ],
    holds: ["hello, Wörld", "42"],
  },
];
