// SPDX-License-Identifier: MIT
#include "protocols/email/base64.hpp"
#include "protocols/email/charset.hpp"
#include "protocols/email/encoded_words.hpp"
#include "protocols/email/hex.hpp"
#include "protocols/email/text.hpp"

namespace porthole::email {
namespace {

/// One `=?charset?encoding?text?=`.
struct Word {
  std::string_view charset;
  char encoding = 0;
  std::string_view text;
  std::size_t end = 0;  ///< one past its last character
};

std::string decode_q(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int byte = text[i] == '=' ? hex_byte(text.substr(i + 1)) : -1;
    out += byte >= 0 ? static_cast<char>(byte) : text[i] == '_' ? ' ' : text[i];
    if (byte >= 0) i += 2;
  }
  return out;
}

std::string decoded(const Word& word) {
  return word.encoding == 'b' ? decodebytes(word.text) : decode_q(word.text);
}

class HeaderDecoder {
 public:
  HeaderDecoder(std::string_view value, std::string_view fallback) : value_(value), fallback_(fallback) {}

  std::string decode() {
    std::size_t plain = 0;  // where text that is no encoded word begins
    for (std::size_t at = value_.find("=?"); at != std::string_view::npos; at = value_.find("=?", at)) {
      Word word;
      if (!match(at, word) || !known(word.charset)) {
        at += 2;
        continue;
      }
      const std::string_view between = value_.substr(plain, at - plain);
      if (!after_word_ || !trim(between).empty()) {
        flush();
        append_plain(between);
      }
      if (!same_name(word.charset, charset_)) flush();
      charset_ = word.charset;
      bytes_ += decoded(word);
      after_word_ = true;
      plain = at = word.end;
    }
    flush();
    append_plain(value_.substr(plain));
    return std::move(out_);
  }

 private:
  bool match(std::size_t at, Word& word) {
    const std::size_t begin = at + 2;
    // A name without an end is looked for no farther than the longest one with a language could be.
    const std::size_t mark = value_.substr(begin, 2 * max_charset_name).find('?');
    if (mark == std::string_view::npos || mark == 0) return false;
    const std::size_t encoding = begin + mark + 1;
    if (encoding + 1 >= value_.size() || value_[encoding + 1] != '?') return false;
    word.encoding = lower(value_[encoding]);
    if (word.encoding != 'b' && word.encoding != 'q') return false;
    const std::size_t text = encoding + 2;
    if (next_end_ < text) next_end_ = value_.find("?=", text);  // found once for all words before it
    if (next_end_ == std::string_view::npos) return false;
    const std::string_view name = value_.substr(begin, mark);
    word.charset = name.substr(0, name.find('*'));
    word.text = value_.substr(text, next_end_ - text);
    word.end = next_end_ + 2;
    return true;
  }

  bool known(std::string_view charset) {
    if (charset.empty()) return false;
    if (charset != known_) {
      known_ = charset;
      is_known_ = known_charset(charset);
    }
    return is_known_;
  }

  void flush() {
    if (!bytes_.empty()) out_ += one_line_of(to_utf8(bytes_, charset_));
    bytes_.clear();
    charset_ = {};
  }

  void append_plain(std::string_view text) {
    std::string line;
    for (const char c : text) {
      if (c != '\r' && c != '\n') line += c;
    }
    const bool readable = is_utf8(line) || fallback_.empty() || same_name(fallback_, "utf-8");
    out_ += readable ? clean_utf8(line) : to_utf8(line, fallback_);
  }

  std::string_view value_;
  std::string_view fallback_;
  std::string out_;
  std::string bytes_;         ///< of the words of one character set, not yet converted
  std::string_view charset_;  ///< theirs
  std::string_view known_;    ///< the name last looked up
  bool is_known_ = false;
  bool after_word_ = false;
  std::size_t next_end_ = 0;
};

}  // namespace

std::string decode_header(std::string_view value, std::string_view fallback) {
  return HeaderDecoder(value, fallback).decode();
}

}  // namespace porthole::email
