// SPDX-License-Identifier: MIT
#include "protocols/email/quoted_printable.hpp"

#include "protocols/email/hex.hpp"

namespace porthole::email {
namespace {

/// Writes encoded characters in lines of at most 76 columns.
class Writer {
 public:
  explicit Writer(std::string_view eol) : eol_(eol) {}

  /// One character that stands for itself or `=XX`; `last` where a line end or the end follows. A Unix
  /// mailbox would quote `From ` and SMTP would stuff a dot at the beginning of a line, so those get encoded
  /// there.
  void put(unsigned char c, bool encoded, bool last, bool from) {
    const std::size_t room = quoted_printable_line - (last ? 0 : 1);
    if (column_ + (encoded ? 3 : 1) > room) soft_break();
    if (column_ == 0 && (c == '.' || from)) encoded = true;
    const std::size_t width = encoded ? 3 : 1;
    if (encoded) {
      append_hex(out_ += '=', c);
    } else {
      out_ += static_cast<char>(c);
    }
    column_ += width;
  }

  void line_end() {
    out_ += eol_;
    column_ = 0;
  }

  void soft_break() {
    out_ += '=';
    line_end();
  }

  std::size_t column() const { return column_; }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  std::string_view eol_;
  std::size_t column_ = 0;
};

std::string encode(std::string_view bytes, std::string_view eol, bool text) {
  Writer writer(eol);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    const std::string_view rest = bytes.substr(i + 1);
    if (text && (c == '\n' || (c == '\r' && rest.starts_with('\n')))) {
      if (c == '\r') ++i;
      writer.line_end();
      continue;
    }
    const bool last = rest.empty() || (text && (rest.starts_with('\n') || rest.starts_with("\r\n")));
    const bool blank = c == ' ' || c == '\t';
    const bool encoded = (blank && last) || (!blank && (c < 33 || c > 126 || c == '='));
    writer.put(c, encoded, last && text, bytes.substr(i).starts_with("From "));
  }
  if (!text && writer.column() > 0) writer.soft_break();
  return writer.take();
}

}  // namespace

std::string encode_quoted_printable(std::string_view bytes, std::string_view eol) {
  return encode(bytes, eol, true);
}

std::string encode_quoted_printable_binary(std::string_view bytes, std::string_view eol) {
  return encode(bytes, eol, false);
}

std::string decode_quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    std::string_view line = text.substr(0, newline);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    const bool carriage = newline != std::string_view::npos && line.ends_with('\r');
    if (carriage) line.remove_suffix(1);
    line = line.substr(0, line.find_last_not_of(" \t") + 1);
    const bool soft = line.ends_with('=');
    if (soft) line.remove_suffix(1);
    for (std::size_t i = 0; i < line.size(); ++i) {
      const int byte = line[i] == '=' ? hex_byte(line.substr(i + 1)) : -1;
      out += byte < 0 ? line[i] : static_cast<char>(byte);
      if (byte >= 0) i += 2;
    }
    if (soft || newline == std::string_view::npos) continue;
    out += carriage ? "\r\n" : "\n";
  }
  return out;
}

}  // namespace porthole::email
