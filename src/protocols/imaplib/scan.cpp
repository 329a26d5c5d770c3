// SPDX-License-Identifier: MIT
#include "protocols/imaplib/scan.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "protocols/imaplib/errors.hpp"

namespace porthole::imaplib {

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& letter : out)
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& letter : out)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return out;
}

bool same(std::string_view left, std::string_view right) {
  return left.size() == right.size() && upper(left) == upper(right);
}

std::string excerpt(std::string_view bytes, std::size_t around) {
  constexpr std::size_t most = 200;
  const std::size_t start = around > most / 2 ? around - most / 2 : 0;
  std::string out(bytes.substr(std::min(start, bytes.size()), most));
  for (char& letter : out)
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f) letter = ' ';
  return out;
}

void Scanner::fail(const std::string& expected) const {
  throw error("the server's response is not IMAP: expected " + expected + " at byte " + std::to_string(at_) +
              " of \"" + excerpt(wire_, at_) + '"');
}

bool Scanner::accept(char letter) {
  if (!next_is(letter)) return false;
  ++at_;
  return true;
}

void Scanner::expect(char letter) {
  if (!accept(letter)) fail(std::string("'") + letter + "'");
}

void Scanner::blanks() {
  while (accept(' ')) continue;
}

std::string_view Scanner::word() {
  const std::size_t end = std::min(wire_.find_first_of(" ()\"\r\n", at_), wire_.size());
  const std::string_view found = wire_.substr(at_, end - at_);
  at_ = end;
  return found;
}

std::string_view Scanner::until(char letter) {
  const std::size_t end = wire_.find(letter, at_);
  if (end == std::string_view::npos) fail(std::string("'") + letter + "'");
  const std::string_view found = wire_.substr(at_, end - at_);
  at_ = end;
  return found;
}

std::string_view Scanner::rest() {
  const std::string_view found = wire_.substr(at_);
  at_ = wire_.size();
  return found;
}

std::uint64_t Scanner::number() {
  std::uint64_t value = 0;
  const char* const first = wire_.data() + at_;
  const auto [end, problem] = std::from_chars(first, wire_.data() + wire_.size(), value);
  if (problem != std::errc()) fail("a number");
  at_ += static_cast<std::size_t>(end - first);
  return value;
}

std::uint32_t Scanner::number32() {
  const std::uint64_t value = number();
  if (value > std::numeric_limits<std::uint32_t>::max()) fail("a number of 32 bits");
  return static_cast<std::uint32_t>(value);
}

std::string Scanner::item_name() {
  const std::size_t start = at_;
  std::size_t end = std::min(wire_.find_first_of(" ()[\"\r\n", at_), wire_.size());
  if (end < wire_.size() && wire_[end] == '[') {
    for (bool in_quotes = false; end < wire_.size() && (in_quotes || wire_[end] != ']'); ++end) {
      if (wire_[end] == '"') in_quotes = !in_quotes;
      if (wire_[end] == '\r') break;
    }
    at_ = end;
    expect(']');
    end = std::min(wire_.find_first_of(" ()\"\r\n", at_), wire_.size());
  }
  at_ = end;
  if (end == start) fail("the name of an item");
  return upper(wire_.substr(start, end - start));
}

std::string Scanner::text() {
  Value found = value(0);
  if (found.is_list()) fail("a string");
  return std::move(found.text);
}

Value Scanner::value() {
  return value(0);
}

Value Scanner::value(int depth) {
  if (++values_ > max_values)
    throw LimitError("the server sent a response of more than " + std::to_string(max_values) + " values");
  if (next_is('(')) return list(depth);
  if (next_is('"')) return {.kind = Value::Kind::string, .text = quoted()};
  if (next_is('{') || wire_.substr(at_).starts_with("~{")) return literal();
  const std::string_view found = word();
  if (found.empty()) fail("a value");
  if (same(found, "NIL")) return {};
  return {.kind = Value::Kind::atom, .text = std::string(found)};
}

Value Scanner::list(int depth) {
  if (depth >= max_depth)
    throw LimitError("the server nested lists deeper than " + std::to_string(max_depth));
  expect('(');
  Value found{.kind = Value::Kind::list};
  for (blanks(); !accept(')'); blanks()) found.items.push_back(value(depth + 1));
  return found;
}

std::string Scanner::quoted() {
  expect('"');
  std::string found;
  for (;;) {
    const std::size_t end = wire_.find_first_of("\"\\\r\n", at_);
    if (end == std::string_view::npos || wire_[end] == '\r' || wire_[end] == '\n')
      fail("the end of a quoted string");
    found += wire_.substr(at_, end - at_);
    at_ = end + 1;
    if (wire_[end] == '"') return found;
    if (done()) fail("a quoted character");
    found += wire_[at_++];
  }
}

Value Scanner::literal() {
  accept('~');
  const std::size_t end = wire_.find("\r\n", at_);
  if (end == std::string_view::npos) fail("a literal");
  const auto size = announced_literal(wire_.substr(at_, end - at_));
  if (!size) fail("the size of a literal");
  at_ = end + 2;
  const auto streamed = std::ranges::find(raw_.streamed, at_, &Raw::Streamed::offset);
  if (streamed != raw_.streamed.end()) return {.kind = Value::Kind::string, .streamed = streamed->size};
  if (*size > wire_.size() - at_) fail("a literal of " + std::to_string(*size) + " bytes");
  const auto count = static_cast<std::size_t>(*size);
  Value found{.kind = Value::Kind::string, .text = std::string(wire_.substr(at_, count))};
  at_ += count;
  return found;
}

std::vector<std::string> Scanner::words() {
  expect('(');
  std::vector<std::string> found;
  for (blanks(); !accept(')'); blanks()) {
    if (++values_ > max_values)
      throw LimitError("the server sent a list of more than " + std::to_string(max_values) + " flags");
    found.emplace_back(word());
    if (found.back().empty()) fail("a flag");
  }
  return found;
}

}  // namespace porthole::imaplib
