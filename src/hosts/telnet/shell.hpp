// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace porthole::hosts {

/// What the shell of telnet.test knows of its visitor.
struct Visitor {
  std::string name;
  /// As TERMINAL-TYPE told it; empty when it was not told.
  std::string terminal;
  /// As NAWS told it; 0 when it was not told.
  int columns = 0;
  int rows = 0;
};

/// An answer of the shell: text with CR LF at its line ends, and what happens next.
struct ShellAnswer {
  enum class Next : unsigned char { prompt, watch_window, leave } next = Next::prompt;
  std::string text = {};
};

/// What the visitor is greeted with after login.
std::string shell_greeting(const Visitor& visitor);

/// Runs one command line of the little shell: help, ls, cat, size, terminal, poem, …, exit.
ShellAnswer run_shell(std::string_view line, const Visitor& visitor);

}  // namespace porthole::hosts
