// SPDX-License-Identifier: MIT
#include "hosts/telnet/line_editor.hpp"

#include <string_view>

namespace porthole::hosts {
namespace {

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// Columns that a terminal gives a character of so many bytes: two for what Chinese is written in.
int columns(std::size_t bytes) {
  return bytes >= 3 ? 2 : 1;
}

}  // namespace

LineEditor::Line LineEditor::finish(Line::End end, std::string& echo, std::string_view shown) {
  if (echo_) echo += shown;
  Line line{end, std::move(line_)};
  line_.clear();
  return line;
}

void LineEditor::erase(std::string& echo) {
  if (line_.empty()) return;
  std::size_t start = line_.size() - 1;
  while (start > 0 && continues(line_[start])) --start;
  const int wide = columns(line_.size() - start);
  line_.erase(start);
  if (!echo_ || hidden_) return;
  for (int i = 0; i < wide; ++i) echo += "\b \b";
}

std::optional<LineEditor::Line> LineEditor::key(char c, std::string& echo) {
  const bool second = ends_return(c);
  after_return_ = c == '\r';
  if (second) return std::nullopt;
  switch (c) {
    case '\r':
    case '\n':
      return finish(Line::End::enter, echo, "\r\n");
    case '\x03':
      return finish(Line::End::interrupt, echo, "^C\r\n");
    case '\x04':
      if (!line_.empty()) return std::nullopt;
      return finish(Line::End::end_of_input, echo, "\r\n");
    case '\b':
    case '\x7f':
      erase(echo);
      return std::nullopt;
    case '\x15':
      while (!line_.empty()) erase(echo);
      return std::nullopt;
    case '\x17':
      while (line_.ends_with(' ')) erase(echo);
      while (!line_.empty() && !line_.ends_with(' ')) erase(echo);
      return std::nullopt;
    default:
      break;
  }
  if (static_cast<unsigned char>(c) < ' ' && c != '\t') return std::nullopt;
  if (line_.size() >= max_line) {
    if (echo_) echo += '\a';
    return std::nullopt;
  }
  line_ += c;
  if (echo_ && !hidden_) echo += c;
  return std::nullopt;
}

}  // namespace porthole::hosts
