// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocols/smtplib/types.hpp"

namespace porthole::smtplib {

/// One line of an answer (RFC 5321 section 4.2): "250-SIZE 1000" has more to come, "250 OK" and "250" do not.
struct ReplyLine {
  int code = 0;
  bool last = true;
  std::string_view text;  ///< points into the line
};

/// Nothing where the line is none: three digits from 200 to 599, then blank, hyphen or the end.
std::optional<ReplyLine> parse_reply_line(std::string_view line);

/// What an answer to EHLO lists behind its first line (RFC 5321 section 4.1.1.1). The old form "AUTH=LOGIN"
/// counts as "AUTH LOGIN". Lines that are no keyword are left out.
Extensions parse_extensions(std::string_view text);

/// A mailbox as MAIL and RCPT want it, in angle brackets: of "Name <user@host>", "<user@host>" or
/// "user@host"; "<>" of nothing. Throws std::invalid_argument for what could end the brackets or the line:
/// CR, LF, NUL, other controls, angle brackets inside, and blanks outside of a quoted local part.
std::string quoteaddr(std::string_view address);

/// The same without brackets, for VRFY and EXPN.
std::string addr_only(std::string_view address);

/// Whether all bytes are ASCII.
bool is_ascii(std::string_view text);

/// What was offered, cut to a length that fits a message, with control characters shown as '?'.
std::string quoted(std::string_view text);

}  // namespace porthole::smtplib
