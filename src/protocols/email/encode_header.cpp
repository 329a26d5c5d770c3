// SPDX-License-Identifier: MIT
#include <algorithm>
#include <stdexcept>

#include "protocols/email/base64.hpp"
#include "protocols/email/charset.hpp"
#include "protocols/email/encoded_words.hpp"
#include "protocols/email/hex.hpp"
#include "protocols/email/text.hpp"
#include "socket/utf8.hpp"

namespace porthole::email {
namespace {

constexpr std::string_view b_prefix = "=?utf-8?b?";
constexpr std::string_view q_prefix = "=?utf-8?q?";
constexpr std::string_view suffix = "?=";
constexpr std::size_t shortest_word = 24;  // room for one character of four bytes in Q

/// What Q may leave as it is wherever the word stands (RFC 2047 section 5, rule 3).
constexpr bool q_safe(char c) {
  return is_alpha(c) || is_digit(c) || c == '!' || c == '*' || c == '+' || c == '-' || c == '/';
}

std::size_t q_size(std::string_view text) {
  std::size_t size = 0;
  for (const char c : text) size += q_safe(c) || c == ' ' ? 1 : 3;
  return size;
}

constexpr std::size_t b_size(std::size_t bytes) {
  return (bytes + 2) / 3 * 4;
}

std::string encode_q(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (q_safe(c)) {
      out += c;
    } else if (c == ' ') {
      out += '_';
    } else {
      append_hex(out += '=', static_cast<unsigned char>(c));
    }
  }
  return out;
}

/// The longest beginning of text, in whole characters, whose encoding has at most `room` characters.
std::string_view chunk(std::string_view text, bool q, std::size_t room) {
  std::size_t size = 0;
  std::size_t encoded = 0;
  while (size < text.size()) {
    const auto length = static_cast<std::size_t>(utf8_length(text.substr(size)));
    encoded = q ? encoded + q_size(text.substr(size, length)) : b_size(size + length);
    if (encoded > room) break;
    size += length;
  }
  return text.substr(0, size);
}

std::string encode_words(std::string_view text, std::size_t column) {
  const bool q = q_size(text) <= b_size(text.size());
  const std::size_t around = b_prefix.size() + suffix.size();
  std::size_t room = max_encoded_word;
  if (column + shortest_word <= max_encoded_line) room = std::min(room, max_encoded_line - column);
  std::string out;
  while (!text.empty()) {
    const std::string_view piece = chunk(text, q, room - around);
    text.remove_prefix(piece.size());
    if (!out.empty()) out += ' ';
    out += q ? q_prefix : b_prefix;
    out += q ? encode_q(piece) : b64encode(piece);
    out += suffix;
    room = max_encoded_word;
  }
  return out;
}

/// Whether a header's word can stand as it is.
bool plain(std::string_view word) {
  return word.find("=?") == std::string_view::npos &&
         std::all_of(word.begin(), word.end(), [](char c) { return c > ' ' && c < 127; });
}

}  // namespace

void check_header_text(std::string_view text, std::string_view what) {
  const std::size_t bad = text.find_first_of(std::string_view("\r\n\0", 3));
  if (bad != std::string_view::npos) {
    throw std::invalid_argument(std::string(what) + " may not hold a line end or NUL (at byte " +
                                std::to_string(bad) + ")");
  }
  if (!is_utf8(text)) throw std::invalid_argument(std::string(what) + " is not UTF-8");
}

std::string encode_header(std::string_view text, std::size_t column) {
  check_header_text(text, "a header");
  // Words from both ends stay as they are while one blank, and no more, stands next to them.
  std::size_t begin = 0;
  std::size_t end = text.size();
  while (begin < end) {
    const std::size_t blank = std::min(text.find(' ', begin), end);
    if (blank == begin || !plain(text.substr(begin, blank - begin))) break;
    if (blank + 1 == end) break;  // a blank at the end has to be encoded, or it is lost
    begin = std::min(blank + 1, end);
  }
  if (begin == end) return std::string(text);
  while (begin < end) {
    const std::size_t blank = text.substr(begin, end - begin).rfind(' ');
    if (blank == std::string_view::npos) break;
    const std::size_t word = begin + blank + 1;
    if (word == end || !plain(text.substr(word, end - word))) break;
    end = word - 1;
  }
  if (end == begin) end = text.size();
  std::string out(text.substr(0, begin));
  const std::size_t last_line = (column + begin) % max_encoded_line;
  out += encode_words(text.substr(begin, end - begin), begin == 0 ? column : last_line);
  out += text.substr(end);
  return out;
}

std::string encode_phrase(std::string_view text, std::size_t column) {
  check_header_text(text, "a name");
  return encode_words(text, column);
}

}  // namespace porthole::email
