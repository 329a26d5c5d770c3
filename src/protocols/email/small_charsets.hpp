// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace porthole::email {

/// HZ (RFC 1843), the 7-bit Chinese of old news groups, as GB 2312 in 8 bits: `~{` and `~}` switch, `~~` is a
/// tilde.
std::string hz_to_gb2312(std::string_view text);

/// UTF-7 (RFC 2152) as UTF-8; what does not decode becomes U+FFFD.
std::string utf7_to_utf8(std::string_view text);

/// How many bytes of GB18030 come before the first character beyond U+FFFF.
std::size_t before_supplementary(std::string_view text);

/// Appends the UTF-8 of such a character, which has four bytes.
void append_supplementary(std::string_view four, std::string& out);

}  // namespace porthole::email
