// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "protocols/stream/error.hpp"

namespace porthole::email {

/// A character set that nobody here knows; what() names it.
class LookupError : public ProtocolError {
  using ProtocolError::ProtocolError;
};

/// The longest name of a character set that is looked up (IANA's are at most 40 characters).
static constexpr std::size_t max_charset_name = 64;

/// Whether to_utf8() knows a character set, by any of its names in any case. An empty name is us-ascii.
bool known_charset(std::string_view charset);

/// Text of any character set as UTF-8. Bytes that mean nothing in it become U+FFFD, never an error; a set
/// nobody knows throws LookupError. Beyond what iconv(3) has under IANA's names it takes mail's usual
/// aliases, hz-gb-2312 (RFC 1843) and utf-7 (RFC 2152) everywhere; gb2312 and gbk are read as their superset
/// gb18030, and shift_jis as windows-31j, since that is what mail that names them holds.
std::string to_utf8(std::string_view bytes, std::string_view charset);

/// Whether text is valid UTF-8 (RFC 3629).
bool is_utf8(std::string_view text) noexcept;

/// Whether every byte is below 128.
bool is_ascii(std::string_view text) noexcept;

/// UTF-8 with every bad sequence replaced by U+FFFD.
std::string clean_utf8(std::string_view text);

}  // namespace porthole::email
