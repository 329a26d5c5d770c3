// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace porthole::email {

/// The length of an encoded line: 76, the most that RFC 2045 section 6.8 allows.
static constexpr std::size_t base64_line = 76;

/// Base64 in one line, padded (RFC 4648 section 4).
std::string b64encode(std::string_view bytes);

/// Base64 as a mail body has it: lines of base64_line characters, each ended by `eol`, the last one too
/// (RFC 2045 section 6.8). Empty for no bytes.
std::string encodebytes(std::string_view bytes, std::string_view eol = "\r\n");

/// Decodes exactly what b64encode() writes: any other character (blanks and line ends too), padding that
/// lacks or stands inside throws std::invalid_argument that says which character is wrong.
std::string b64decode(std::string_view text);

/// Decodes what can be decoded, as a mail reader has to: characters outside the alphabet are skipped, padding
/// may lack, a full padding ends the data (RFC 2045 section 6.8). `clean`, where given, is set to whether
/// nothing but blanks and line ends had to be forgiven.
std::string decodebytes(std::string_view text, bool* clean = nullptr);

}  // namespace porthole::email
