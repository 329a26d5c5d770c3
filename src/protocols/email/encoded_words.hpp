// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace porthole::email {

/// The longest encoded word (RFC 2047 section 2).
static constexpr std::size_t max_encoded_word = 75;

/// The longest line that holds an encoded word (RFC 2047 section 2).
static constexpr std::size_t max_encoded_line = 76;

/// A header's value as UTF-8 for people: encoded words (RFC 2047, with the language of RFC 2231) decoded,
/// those that stand next to each other joined, even where they split a character between them. What is no
/// encoded word, or names an unknown character set, stays as it is; folds are undone, and
/// CR, LF and NUL that a word hides become blanks. Bytes outside ASCII
/// that are not UTF-8 are read as `fallback`, which old news groups need: "gb18030" there.
std::string decode_header(std::string_view value, std::string_view fallback = "utf-8");

/// UTF-8 text as the value of an unstructured header in ASCII (Subject). Text that needs no encoding comes
/// back as it is; else what stands between the first and the last word outside ASCII becomes encoded words of
/// at most 75 characters with single blanks between, in B or Q, whichever is shorter, and no character is
/// split between two. `column` is where the value begins in its line ("Subject: " is 9): the first word is
/// cut to fit. Throws std::invalid_argument for CR, LF, NUL and text that is not UTF-8.
std::string encode_header(std::string_view text, std::size_t column = 0);

/// The same for a phrase such as the name of an address: always encoded whole (RFC 2047 section 5, rule 3).
std::string encode_phrase(std::string_view text, std::size_t column = 0);

/// Throws std::invalid_argument where text holds CR, LF or NUL, which would begin a header of their own, or
/// is not UTF-8. `what` names it in the message.
void check_header_text(std::string_view text, std::string_view what);

}  // namespace porthole::email
