// SPDX-License-Identifier: MIT
#include "socket/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <stdexcept>

namespace porthole {
namespace {

[[noreturn]] void throw_bad(std::string_view text, std::size_t at) {
  char reason[96];
  std::snprintf(reason, sizeof reason, "'utf-8' codec can't decode byte 0x%02x in position %zu",
                static_cast<unsigned>(static_cast<unsigned char>(text[at])), at);
  throw std::invalid_argument(reason);
}

/// The length that the first byte asks for, 0 where it cannot be one.
std::size_t wanted_length(std::uint8_t first) {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/// Whether byte i of a sequence may be this: RFC 3629 narrows the second for some first bytes.
bool continues(std::uint8_t first, std::size_t i, std::uint8_t byte) {
  std::uint8_t low = 0x80, high = 0xbf;
  if (i == 1) {
    if (first == 0xe0) low = 0xa0;
    if (first == 0xed) high = 0x9f;
    if (first == 0xf0) low = 0x90;
    if (first == 0xf4) high = 0x8f;
  }
  return byte >= low && byte <= high;
}

/// How many bytes of a sequence stand at the start of text: all of them, or those before the first wrong one.
std::size_t sound_length(std::string_view text) {
  const auto first = static_cast<std::uint8_t>(text[0]);
  const std::size_t size = std::min(wanted_length(first), text.size());
  std::size_t i = 1;
  while (i < size && continues(first, i, static_cast<std::uint8_t>(text[i]))) ++i;
  return i;
}

}  // namespace

int utf8_length(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const std::size_t size = wanted_length(static_cast<std::uint8_t>(text[0]));
  if (size == 0) return -1;
  const std::size_t sound = sound_length(text);
  if (sound == size) return static_cast<int>(size);
  return sound == text.size() ? 0 : -1;
}

std::size_t utf8_bad_length(std::string_view text) noexcept {
  return text.empty() ? 1 : sound_length(text);
}

std::u32string decode_utf8(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const int size = utf8_length(text.substr(at));
    if (size <= 0) throw_bad(text, at);
    char32_t point = static_cast<std::uint8_t>(text[at]);
    if (size > 1) point &= 0xffU >> (size + 1);
    for (int i = 1; i < size; ++i) {
      point = (point << 6) | (static_cast<std::uint8_t>(text[at + static_cast<std::size_t>(i)]) & 0x3fU);
    }
    out += point;
    at += static_cast<std::size_t>(size);
  }
  return out;
}

}  // namespace porthole
