// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace porthole {

/// The length of the valid UTF-8 sequence at the start of text: 1 to 4, 0 where it is cut off by the end of
/// text, and -1 where no continuation can make it valid (RFC 3629: no overlong forms, no surrogates, nothing
/// above U+10FFFF).
int utf8_length(std::string_view text) noexcept;

/// The length of what a decoder replaces by one U+FFFD where utf8_length() says -1: the bytes that could have
/// begun a sequence, at least one (Unicode's "maximal subpart").
std::size_t utf8_bad_length(std::string_view text) noexcept;

/// The code points of UTF-8 text. Throws std::invalid_argument that names the first bad byte, as Python's
/// codec does.
std::u32string decode_utf8(std::string_view text);

}  // namespace porthole
