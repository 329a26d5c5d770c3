// SPDX-License-Identifier: MIT
#include "protocols/imaplib/reader.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "protocols/imaplib/errors.hpp"
#include "protocols/imaplib/scan.hpp"

namespace porthole::imaplib {
namespace {

std::string_view word_at(std::string_view line, std::size_t index) {
  std::size_t start = 0;
  for (; index > 0; --index) {
    start = line.find(' ', start);
    if (start == std::string_view::npos) return {};
    ++start;
  }
  return line.substr(start, line.find(' ', start) - start);
}

[[noreturn]] void too_large(const std::string& what, std::uint64_t limit) {
  throw LimitError("the server sent " + what + " larger than " + std::to_string(limit) + " bytes");
}

}  // namespace

std::optional<std::uint64_t> announced_literal(std::string_view line) {
  if (!line.ends_with('}')) return std::nullopt;
  line.remove_suffix(1);
  if (line.ends_with('+')) line.remove_suffix(1);
  const std::size_t brace = line.rfind('{');
  if (brace == std::string_view::npos || brace + 1 == line.size()) return std::nullopt;
  const std::string_view digits = line.substr(brace + 1);
  if (!std::ranges::all_of(digits, [](char letter) { return letter >= '0' && letter <= '9'; }))
    return std::nullopt;
  std::uint64_t size = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), size);
  if (problem != std::errc() || size > std::uint64_t{std::numeric_limits<std::int64_t>::max()})
    throw LimitError("the server announced a literal of " + std::string(digits.substr(0, 40)) + " bytes");
  return size;
}

void Reader::stream_literals(Sink sink, std::uint64_t most) {
  sink_ = std::move(sink);
  most_streamed_ = most;
}

std::optional<Raw> Reader::feed(std::string_view& bytes) {
  while (!bytes.empty() && !whole_) {
    if (literal_left_ > 0)
      take_literal(bytes);
    else
      take_line(bytes);
  }
  if (!whole_) return std::nullopt;
  whole_ = false;
  line_start_ = 0;
  literals_ = 0;
  Raw raw = std::move(raw_);
  raw_ = {};
  return raw;
}

void Reader::take_line(std::string_view& bytes) {
  const std::size_t newline = bytes.find('\n');
  const std::string_view part = bytes.substr(0, newline);
  if (raw_.wire.size() - line_start_ + part.size() > max_line + 1) too_large("a line", max_line);
  if (raw_.wire.size() + part.size() > max_response) too_large("a response", max_response);
  if (part.find('\0') != std::string_view::npos) throw error("the server sent a NUL outside of a literal");
  raw_.wire += part;
  bytes.remove_prefix(part.size() + (newline == std::string_view::npos ? 0 : 1));
  if (newline == std::string_view::npos) return;
  if (raw_.wire.size() > line_start_ && raw_.wire.back() == '\r') raw_.wire.pop_back();
  whole_ = end_line();
}

bool Reader::end_line() {
  const std::string_view line = std::string_view(raw_.wire).substr(line_start_);
  if (line_start_ == 0 && !may_announce(line)) return true;
  const auto size = announced_literal(line);
  if (!size) return true;
  if (++literals_ > max_literals)
    throw LimitError("the server sent a response of more than " + std::to_string(max_literals) + " literals");
  streaming_ = sink_ && upper(word_at(raw_.wire, 2)) == "FETCH";
  if (streaming_ && *size > most_streamed_) too_large("a literal", most_streamed_);
  if (!streaming_ && *size > max_literal) too_large("a literal", max_literal);
  raw_.wire += "\r\n";
  line_start_ = raw_.wire.size();
  literal_left_ = *size;
  if (streaming_) raw_.streamed.push_back({raw_.wire.size(), *size});
  return false;
}

/// A text for people may end with what looks like a literal; a response code may hold one.
bool Reader::may_announce(std::string_view line) const {
  if (line.starts_with('+')) return false;
  constexpr std::array states = {"OK", "NO", "BAD", "BYE", "PREAUTH"};
  if (std::ranges::find(states, upper(word_at(line, 1))) == states.end()) return true;
  const std::string_view rest = line.substr(std::min(line.size(), line.find(' ', line.find(' ') + 1)));
  return rest.starts_with(" [") && rest.find(']') == std::string_view::npos;
}

void Reader::take_literal(std::string_view& bytes) {
  const std::string_view part =
      bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(literal_left_, bytes.size())));
  if (streaming_) {
    sink_(part);
  } else {
    if (raw_.wire.size() + part.size() > max_response) too_large("a response", max_response);
    raw_.wire += part;
  }
  literal_left_ -= part.size();
  bytes.remove_prefix(part.size());
  if (literal_left_ == 0) line_start_ = raw_.wire.size();
}

}  // namespace porthole::imaplib
