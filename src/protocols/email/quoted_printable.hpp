// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace porthole::email {

/// The longest encoded line, its soft line break included: 76 (RFC 2045 section 6.7).
static constexpr std::size_t quoted_printable_line = 76;

/// Quoted-printable text (RFC 2045 section 6.7). LF and CRLF in `bytes` are line ends and become `eol`; a CR
/// alone is data (=0D). Blanks at a line's end, `=`, everything outside printable ASCII and what transports
/// would touch at a line's beginning (`From `, `.`) are encoded; longer lines get soft breaks.
std::string encode_quoted_printable(std::string_view bytes, std::string_view eol = "\r\n");

/// Quoted-printable of bytes that are no text: CR and LF are data too (=0D, =0A), so that every byte
/// survives.
std::string encode_quoted_printable_binary(std::string_view bytes, std::string_view eol = "\r\n");

/// Decodes what can be decoded: an `=` that begins neither two hexadecimal digits (either case) nor a soft
/// line break stays as it is, blanks before a line's end are transport padding and go. Line ends stay as they
/// are.
std::string decode_quoted_printable(std::string_view text);

}  // namespace porthole::email
