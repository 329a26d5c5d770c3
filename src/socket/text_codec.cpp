// SPDX-License-Identifier: MIT
#include "socket/text_codec.hpp"

#include <cstdio>
#include <stdexcept>
#include <utility>

#include "socket/utf8.hpp"

namespace porthole {
namespace {

std::string lower(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string two_byte(unsigned char c) {
  if (c < 0x80) return {static_cast<char>(c)};
  return {static_cast<char>(0xc0 | (c >> 6)), static_cast<char>(0x80 | (c & 0x3f))};
}

}  // namespace

TextCodec::TextCodec(std::string_view encoding, std::string_view errors, std::optional<std::string> newline)
    : errors_(errors), newline_(std::move(newline)) {
  const std::string name = lower(encoding);
  if (name == "utf-8" || name == "utf8") {
    encoding_ = Encoding::utf8;
  } else if (name == "ascii" || name == "us-ascii") {
    encoding_ = Encoding::ascii;
  } else if (name == "latin-1" || name == "latin1" || name == "iso-8859-1" || name == "iso8859-1") {
    encoding_ = Encoding::latin1;
  } else {
    throw std::invalid_argument("unknown encoding: " + std::string(encoding) +
                                " (use utf-8, ascii or latin-1)");
  }
  if (errors_ != "strict" && errors_ != "ignore" && errors_ != "replace") {
    throw std::invalid_argument("unknown error handler name '" + errors_ +
                                "' (use strict, ignore or replace)");
  }
  if (newline_ && *newline_ != "" && *newline_ != "\n" && *newline_ != "\r" && *newline_ != "\r\n") {
    throw std::invalid_argument("illegal newline value: " + *newline_);
  }
}

void TextCodec::bad(std::string& out, std::string_view what, unsigned char byte) const {
  if (errors_ == "ignore") return;
  if (errors_ == "replace") {
    out += "\xef\xbf\xbd";
    return;
  }
  char reason[80];
  std::snprintf(reason, sizeof reason, "'%s' codec can't decode byte 0x%02x",
                encoding_ == Encoding::utf8 ? "utf-8" : "ascii", static_cast<unsigned>(byte));
  throw std::invalid_argument(std::string(reason) + ": " + std::string(what));
}

std::string TextCodec::decode_bytes(std::string_view bytes, bool last) {
  std::string out;
  if (encoding_ != Encoding::utf8) {
    for (const char c : bytes) {
      const auto byte = static_cast<unsigned char>(c);
      if (encoding_ == Encoding::ascii && byte >= 0x80) {
        bad(out, "ordinal not in range(128)", byte);
      } else {
        out += two_byte(byte);
      }
    }
    return out;
  }
  const std::string all = std::exchange(pending_, {}).append(bytes);
  for (std::size_t at = 0; at < all.size();) {
    const int size = utf8_length(std::string_view(all).substr(at));
    if (size > 0) {
      out.append(all, at, static_cast<std::size_t>(size));
      at += static_cast<std::size_t>(size);
    } else if (size == 0 && !last) {
      pending_ = all.substr(at);
      break;
    } else {
      bad(out, size == 0 ? "unexpected end of data" : "invalid byte", static_cast<unsigned char>(all[at]));
      at += utf8_bad_length(std::string_view(all).substr(at));
    }
  }
  return out;
}

std::string TextCodec::translate(std::string text, bool last) {
  if (newline_) return text;
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (std::exchange(pending_cr_, false)) {
      out += '\n';
      if (c == '\n') continue;
    }
    if (c == '\r') {
      pending_cr_ = true;
    } else {
      out += c;
    }
  }
  if (last && std::exchange(pending_cr_, false)) out += '\n';
  return out;
}

std::string TextCodec::decode(std::string_view bytes, bool last) {
  return translate(decode_bytes(bytes, last), last);
}

std::string TextCodec::encode(std::string_view text) const {
  std::string lines;
  const bool translated = newline_ && newline_->starts_with('\r');
  for (const char c : text) {
    if (c == '\n' && translated) {
      lines += *newline_;
    } else {
      lines += c;
    }
  }
  if (encoding_ == Encoding::utf8) return lines;
  const char32_t limit = encoding_ == Encoding::ascii ? 0x80 : 0x100;
  std::string out;
  for (const char32_t c : decode_utf8(lines)) {
    if (c < limit) {
      out += static_cast<char>(c);
    } else if (errors_ == "replace") {
      out += '?';
    } else if (errors_ == "strict") {
      throw std::invalid_argument("codec can't encode a character: ordinal not in range(" +
                                  std::to_string(static_cast<unsigned>(limit)) + ")");
    }
  }
  return out;
}

std::optional<std::size_t> TextCodec::line_end(std::string_view text, bool last) const {
  if (newline_ && newline_->empty()) {
    const std::size_t at = text.find_first_of("\r\n");
    if (at == std::string_view::npos) return std::nullopt;
    if (text[at] == '\n') return at + 1;
    if (at + 1 == text.size() && !last) return std::nullopt;
    return at + 1 + (at + 1 < text.size() && text[at + 1] == '\n' ? 1 : 0);
  }
  const std::string_view end = newline_ ? std::string_view(*newline_) : "\n";
  const std::size_t at = text.find(end);
  return at == std::string_view::npos ? std::nullopt : std::optional(at + end.size());
}

}  // namespace porthole
