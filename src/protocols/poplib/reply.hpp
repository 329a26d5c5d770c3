// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocols/poplib/types.hpp"

namespace porthole::poplib {

/// Whether a status line (RFC 1939 section 3) begins with the word +OK or -ERR; neither is nothing.
std::optional<bool> parse_status(std::string_view line);

/// The response code of a status line (RFC 2449 section 8) in upper case without brackets, or "".
std::string response_code(std::string_view line);

/// "+OK 2 320". Throws error_proto. More words may follow.
Stat parse_stat(std::string_view line);
/// A line of LIST: "1 120". Throws error_proto.
Size parse_size(std::string_view line);
/// A line of UIDL: "1 whqtswO00WBw418f9t5JxYwZ". Throws error_proto.
UniqueId parse_unique_id(std::string_view line);
/// A line of CAPA: adds the name and its arguments. Throws error_proto for a line without a name.
void parse_capability(std::string_view line, Capabilities& capabilities);

/// The timestamp in a greeting that offers APOP, with its angle brackets. Only a message-id as RFC 822 means
/// it counts, printable ASCII with one `@` inside: a challenge made of anything else could be made to tell
/// the password's beginning (CVE-2007-1558). Nothing where there is none.
std::optional<std::string> parse_timestamp(std::string_view greeting);

/// The greeting's or answer's text behind +OK or -ERR, without it.
std::string_view status_text(std::string_view line);

/// What was offered, cut to a length that fits a message, with control characters shown as '?'.
std::string quoted(std::string_view text);

}  // namespace porthole::poplib
