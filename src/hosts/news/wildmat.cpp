// SPDX-License-Identifier: MIT
#include "hosts/news/wildmat.hpp"

#include <algorithm>

namespace porthole::hosts {
namespace {

std::size_t next_character(std::string_view text, std::size_t index) {
  do ++index;
  while (index < text.size() && (static_cast<unsigned char>(text[index]) & 0xc0) == 0x80);
  return index;
}

/// One pattern. The last star alone is ever tried again, so that stars do not multiply.
bool fits(std::string_view name, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = std::string_view::npos;
  std::size_t star_at = 0;
  while (at < name.size()) {
    if (in < pattern.size() && pattern[in] == '*') {
      star = ++in;
      star_at = at;
    } else if (in < pattern.size() && pattern[in] == '?') {
      at = next_character(name, at);
      ++in;
    } else if (in < pattern.size() && pattern[in] == name[at]) {
      ++at;
      ++in;
    } else if (star != std::string_view::npos) {
      at = ++star_at;
      in = star;
    } else {
      return false;
    }
  }
  return std::ranges::all_of(pattern.substr(in), [](char character) { return character == '*'; });
}

}  // namespace

bool wildmat(std::string_view name, std::string_view patterns) {
  bool matched = false;
  for (;;) {
    const std::size_t comma = std::min(patterns.find(','), patterns.size());
    std::string_view pattern = patterns.substr(0, comma);
    const bool negated = pattern.starts_with('!');
    if (negated) pattern.remove_prefix(1);
    if (matched == negated && fits(name, pattern)) matched = !negated;
    if (comma == patterns.size()) return matched;
    patterns.remove_prefix(comma + 1);
  }
}

}  // namespace porthole::hosts
