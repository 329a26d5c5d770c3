// SPDX-License-Identifier: MIT
#include "socket/utf8.hpp"

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

}  // namespace

int utf8_length(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return -1;
  const std::size_t size = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (std::size_t i = 1; i < size; ++i) {
    if (i >= text.size()) return 0;
    std::uint8_t low = 0x80, high = 0xbf;
    if (i == 1) {
      if (first == 0xe0) low = 0xa0;
      if (first == 0xed) high = 0x9f;
      if (first == 0xf0) low = 0x90;
      if (first == 0xf4) high = 0x8f;
    }
    if (byte(i) < low || byte(i) > high) return -1;
  }
  return static_cast<int>(size);
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
