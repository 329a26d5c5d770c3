// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace porthole::hosts {

/// Edits a line for a client that sends every key: echo, Backspace, Ctrl-U and Ctrl-W, whole UTF-8 characters
/// at a time. For a client that sends whole lines it only takes them apart.
class LineEditor {
 public:
  /// Longer lines are cut there; the keys beyond are answered with a bell.
  static constexpr std::size_t max_line = 1000;

  struct Line {
    enum class End : unsigned char { enter, interrupt, end_of_input } end;
    std::string text;
  };

  /// One byte of input: the line that it completes, if it does. What the terminal shall show is added to
  /// `echo` (nothing where echo is off).
  std::optional<Line> key(char c, std::string& echo);

  /// The LF or NUL that belongs to the carriage return before: no key of its own.
  [[nodiscard]] bool ends_return(char c) const { return after_return_ && (c == '\n' || c == '\0'); }

  void set_echo(bool echo) { echo_ = echo; }
  [[nodiscard]] bool echoes() const { return echo_; }
  /// Keys are taken as usual and not shown: a password.
  void set_hidden(bool hidden) { hidden_ = hidden; }
  [[nodiscard]] bool empty() const { return line_.empty(); }

 private:
  void erase(std::string& echo);
  Line finish(Line::End end, std::string& echo, std::string_view shown);

  std::string line_;
  bool echo_ = false;
  bool hidden_ = false;
  bool after_return_ = false;
};

}  // namespace porthole::hosts
