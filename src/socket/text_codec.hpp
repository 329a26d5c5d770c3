// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace porthole {

/// Turns a stream of bytes into UTF-8 text with Python's newline rules, however the bytes are cut into
/// pieces. Encodings: utf-8, ascii, latin-1. Errors: strict (std::invalid_argument), ignore, replace (U+FFFD,
/// or ? in output).
class TextCodec {
 public:
  TextCodec(std::string_view encoding, std::string_view errors, std::optional<std::string> newline);

  /// Decodes a piece; what it ends in the middle of is kept for the next. `last` says that no more will come.
  std::string decode(std::string_view bytes, bool last);

  /// The bytes for text: '\n' becomes the newline chosen, where it is "\r" or "\r\n".
  std::string encode(std::string_view text) const;

  /// Where the first line of the text ends (one past its newline), or nothing while its end is not yet to be
  /// seen.
  std::optional<std::size_t> line_end(std::string_view text, bool last) const;

 private:
  enum class Encoding { utf8, ascii, latin1 };

  std::string decode_bytes(std::string_view bytes, bool last);
  std::string translate(std::string text, bool last);
  void bad(std::string& out, std::string_view what, unsigned char byte) const;

  Encoding encoding_;
  std::string errors_;
  std::optional<std::string> newline_;
  std::string pending_;      ///< the beginning of a character
  bool pending_cr_ = false;  ///< a '\r' whose '\n' may still come
};

}  // namespace porthole
