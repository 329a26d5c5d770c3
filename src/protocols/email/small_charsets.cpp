// SPDX-License-Identifier: MIT
#include "protocols/email/small_charsets.hpp"

#include <cstdint>

#include "protocols/email/base64.hpp"
#include "protocols/email/text.hpp"

namespace porthole::email {
namespace {

constexpr char32_t replacement = 0xFFFD;

void append(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 63));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 63));
    out += static_cast<char>(0x80 | (c & 63));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 63));
    out += static_cast<char>(0x80 | ((c >> 6) & 63));
    out += static_cast<char>(0x80 | (c & 63));
  }
}

/// UTF-16 in network order, surrogates paired.
void append_utf16(std::string& out, std::string_view bytes) {
  const auto unit = [&](std::size_t i) {
    return static_cast<char32_t>((static_cast<unsigned char>(bytes[i]) << 8) |
                                 static_cast<unsigned char>(bytes[i + 1]));
  };
  const auto surrogate = [](char32_t c, char32_t first) { return c >= first && c < first + 0x400; };
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const char32_t c = unit(i);
    if (surrogate(c, 0xD800) && i + 3 < bytes.size() && surrogate(unit(i + 2), 0xDC00)) {
      append(out, 0x10000 + ((c - 0xD800) << 10) + (unit(i + 2) - 0xDC00));
      i += 2;
    } else {
      append(out, surrogate(c, 0xD800) || surrogate(c, 0xDC00) ? replacement : c);
    }
  }
}

constexpr bool is_base64(char c) {
  return is_alpha(c) || is_digit(c) || c == '+' || c == '/';
}

}  // namespace

std::string hz_to_gb2312(std::string_view text) {
  std::string out;
  bool chinese = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (text[i] == '\n') chinese = false;  // a line begins in ASCII
    if (text[i] == '~' && chinese && next == '}') {
      chinese = false;
      ++i;
    } else if (text[i] == '~' && !chinese && (next == '{' || next == '~' || next == '\n')) {
      chinese = next == '{';
      if (next == '~') out += '~';
      ++i;
    } else if (chinese && text[i] >= 0x21 && next >= 0x21) {
      out += static_cast<char>(text[i] | 0x80);
      out += static_cast<char>(next | 0x80);
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string utf7_to_utf8(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '+') {
      append(out,
             static_cast<unsigned char>(text[i]) < 128 ? static_cast<unsigned char>(text[i]) : replacement);
      continue;
    }
    std::size_t end = i + 1;
    while (end < text.size() && is_base64(text[end])) ++end;
    if (end == i + 1) {
      out += '+';
    } else {
      append_utf16(out, decodebytes(text.substr(i + 1, end - i - 1)));
    }
    i = end < text.size() && text[end] == '-' ? end : end - 1;
  }
  return out;
}

namespace {

/// The number of a character of four bytes, counted from the first one beyond U+FFFF; negative for the
/// others.
long supplementary(std::string_view four) {
  const auto byte = [&](std::size_t i) { return static_cast<long>(static_cast<unsigned char>(four[i])); };
  return ((byte(0) - 0x90) * 10 + byte(1) - 0x30) * 1260 + (byte(2) - 0x81) * 10 + byte(3) - 0x30;
}

}  // namespace

std::size_t before_supplementary(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const bool four = lead > 0x80 && lead < 0xFF && at + 3 < text.size() && is_digit(text[at + 1]) &&
                      static_cast<unsigned char>(text[at + 2]) > 0x80 && is_digit(text[at + 3]);
    if (four && lead >= 0x90) {
      const long number = supplementary(text.substr(at, 4));
      if (number >= 0 && number < 0x100000) return at;
    }
    at += four ? 4
          : lead > 0x80 && lead < 0xFF && at + 1 < text.size() &&
                  static_cast<unsigned char>(text[at + 1]) >= 0x40
              ? 2
              : 1;
  }
  return text.size();
}

void append_supplementary(std::string_view four, std::string& out) {
  append(out, 0x10000 + static_cast<char32_t>(supplementary(four)));
}

}  // namespace porthole::email
