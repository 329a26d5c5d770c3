// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace porthole::email {

/// How a message is built and written.
struct Policy {
  std::string_view linesep = "\r\n";
  bool eight_bit = false;  ///< text may go as it is, not encoded: SMTP's 8BITMIME (RFC 6152)
  bool utf8 = false;       ///< headers may hold UTF-8: SMTP's SMTPUTF8 (RFC 6532), which implies 8BITMIME
};

/// For any SMTP or NNTP server: lines end in CRLF, all is ASCII.
static constexpr Policy smtp{};

/// For a server that announces 8BITMIME.
static constexpr Policy smtp_8bit{.linesep = "\r\n", .eight_bit = true, .utf8 = false};

/// For a server that announces SMTPUTF8.
static constexpr Policy smtputf8{.linesep = "\r\n", .eight_bit = true, .utf8 = true};

/// For a file: lines end in LF.
static constexpr Policy file_policy{.linesep = "\n", .eight_bit = false, .utf8 = false};

}  // namespace porthole::email
