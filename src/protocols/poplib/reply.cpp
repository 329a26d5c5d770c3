// SPDX-License-Identifier: MIT
#include "protocols/poplib/reply.hpp"

#include <algorithm>
#include <charconv>

#include "protocols/poplib/errors.hpp"

namespace porthole::poplib {
namespace {

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return upper(c); });
  return result;
}

/// Takes the next word off the front; empty at the end.
std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  text.remove_prefix(word.size());
  return word;
}

template <class Number>
bool parse_number(std::string_view text, Number& number) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return false;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  return problem == std::errc() && end == text.data() + text.size();
}

bool is_message_id(std::string_view text) {
  return std::ranges::count(text, '@') == 1 && text.front() != '@' && text.back() != '@' &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F && c != '<'; });
}

}  // namespace

std::string error_proto::code() const {
  return response_code(response_);
}

std::string Answer::text() const {
  std::string all;
  all.reserve(octets);
  for (const std::string& line : lines) all.append(line).append("\r\n");
  return all;
}

std::optional<bool> parse_status(std::string_view line) {
  const std::string_view word = line.substr(0, line.find(' '));
  if (upper(word) == "+OK") return true;
  if (upper(word) == "-ERR") return false;
  return std::nullopt;
}

std::string_view status_text(std::string_view line) {
  line.remove_prefix(std::min(line.find(' '), line.size()));
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return line;
}

std::string response_code(std::string_view line) {
  const std::string_view text = status_text(line);
  const std::size_t end = text.find(']');
  if (!text.starts_with('[') || end == std::string_view::npos) return {};
  return upper(text.substr(1, end - 1));
}

Stat parse_stat(std::string_view line) {
  std::string_view rest = line;
  take_word(rest);
  Stat stat;
  if (!parse_number(take_word(rest), stat.count) || !parse_number(take_word(rest), stat.size))
    throw error_proto("STAT: the answer holds no count and size: " + quoted(line), std::string(line));
  return stat;
}

Size parse_size(std::string_view line) {
  std::string_view rest = line;
  Size size;
  if (!parse_number(take_word(rest), size.number) || !parse_number(take_word(rest), size.size))
    throw error_proto("LIST: this line holds no message number and size: " + quoted(line), std::string(line));
  return size;
}

UniqueId parse_unique_id(std::string_view line) {
  std::string_view rest = line;
  UniqueId unique;
  const bool number = parse_number(take_word(rest), unique.number);
  unique.id = take_word(rest);
  if (!number || unique.id.empty())
    throw error_proto("UIDL: this line holds no message number and id: " + quoted(line), std::string(line));
  return unique;
}

void parse_capability(std::string_view line, Capabilities& capabilities) {
  std::string_view rest = line;
  const std::string name = upper(take_word(rest));
  if (name.empty()) throw error_proto("CAPA: a line without a name: " + quoted(line), std::string(line));
  auto& words = capabilities[name];
  for (std::string_view word = take_word(rest); !word.empty(); word = take_word(rest))
    words.emplace_back(word);
}

std::optional<std::string> parse_timestamp(std::string_view greeting) {
  const std::size_t start = greeting.find('<');
  if (start == std::string_view::npos) return std::nullopt;
  const std::size_t end = greeting.find('>', start);
  if (end == std::string_view::npos || end == start + 1) return std::nullopt;
  if (!is_message_id(greeting.substr(start + 1, end - start - 1))) return std::nullopt;
  return std::string(greeting.substr(start, end - start + 1));
}

std::string quoted(std::string_view text) {
  constexpr std::size_t most = 200;
  std::string shown = "\"";
  for (const char character : text.substr(0, most))
    shown += static_cast<unsigned char>(character) < 0x20 || character == 0x7f ? '?' : character;
  return shown += text.size() > most ? "…\"" : "\"";
}

}  // namespace porthole::poplib
