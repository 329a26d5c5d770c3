// SPDX-License-Identifier: MIT
#include "hosts/imap/command_reader.hpp"

#include <algorithm>
#include <utility>

#include "protocols/stream/error.hpp"

namespace porthole::hosts {

CommandReader::Event CommandReader::feed(std::string& input, bool logged_in) {
  while (!input.empty()) {
    if (skip_ > 0 || literal_left_ > 0) {
      std::uint64_t& left = skip_ > 0 ? skip_ : literal_left_;
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, input.size()));
      if (skip_ == 0) raw_.wire.append(input, 0, count);
      input.erase(0, count);
      left -= count;
      if (left == 0) line_start_ = raw_.wire.size();
      continue;
    }
    const std::size_t newline = input.find('\n');
    const std::size_t length = std::min(newline, input.size());
    if (raw_.wire.size() - line_start_ + length > max_line) return Event::hopeless;
    if (newline == std::string::npos) return Event::more;  // the loop keeps it, bounded
    raw_.wire.append(input, 0, newline);
    input.erase(0, newline + 1);
    if (raw_.wire.size() > line_start_ && raw_.wire.back() == '\r') raw_.wire.pop_back();
    const Event event = end_line(logged_in);
    if (event != Event::more) return event;
  }
  return Event::more;
}

CommandReader::Event CommandReader::end_line(bool logged_in) {
  const std::string_view line = std::string_view(raw_.wire).substr(line_start_);
  std::optional<std::uint64_t> size;
  try {
    size = imaplib::announced_literal(line);
  } catch (const LimitError&) {
    return line.ends_with("+}") ? Event::hopeless : refuse();
  }
  if (!size) return refusing_ ? refuse() : Event::command;
  const bool waits = !line.ends_with("+}");
  const std::uint64_t most = logged_in ? max_literal : max_early_literal;
  if (refusing_ || *size > most || ++literals_ > max_literals ||
      raw_.wire.size() + *size > max_literal + max_line) {
    if (waits) return refuse();
    if (*size > max_skipped) return Event::hopeless;
    // It comes all the same, and then the rest of the line.
    if (!refusing_) refused_tag_ = tag();
    refusing_ = true;
    skip_ = *size;
    raw_ = {};
    line_start_ = 0;
    return Event::more;
  }
  raw_.wire += "\r\n";
  line_start_ = raw_.wire.size();
  literal_left_ = *size;
  return waits ? Event::go_ahead : Event::more;
}

CommandReader::Event CommandReader::refuse() {
  if (!refusing_) refused_tag_ = tag();
  refusing_ = false;
  raw_ = {};
  line_start_ = 0;
  literals_ = 0;
  return Event::too_large;
}

imaplib::Raw CommandReader::take() {
  line_start_ = 0;
  literals_ = 0;
  refused_tag_.clear();
  return std::exchange(raw_, {});
}

std::string CommandReader::tag() const {
  if (!refused_tag_.empty()) return refused_tag_;
  const std::string found = raw_.wire.substr(0, raw_.wire.find(' '));
  const bool good = !found.empty() && found.size() <= 64 && std::ranges::all_of(found, [](char c) {
    return c > ' ' && c < 0x7f && std::string_view("(){%*\"\\+").find(c) == std::string_view::npos;
  });
  return good ? found : "*";
}

bool CommandReader::take_line(std::string& input, std::string& line) {
  const std::size_t newline = input.find('\n');
  if (newline == std::string::npos) return false;
  line = input.substr(0, newline);
  input.erase(0, newline + 1);
  if (line.ends_with('\r')) line.pop_back();
  return true;
}

}  // namespace porthole::hosts
