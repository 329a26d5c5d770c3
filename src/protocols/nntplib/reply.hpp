// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocols/nntplib/types.hpp"

namespace porthole::nntplib {

/// One line from the server: a code and the text after it.
struct Reply {
  int code = 0;
  std::string line;

  /// The words behind the code.
  [[nodiscard]] std::vector<std::string_view> words() const;
};

/// Reads a response line (RFC 3977 section 3.1). Throws NNTPProtocolError for what does not begin with three
/// digits from 100 to 599 and a blank or the end.
Reply parse_reply(std::string line);

/// Throws what a refusal is: NNTPTemporaryError for 4xx, NNTPPermanentError for 5xx, each naming the command.
void require_success(const Reply& reply, std::string_view command);

/// 211: "count first last name". Throws NNTPDataError.
GroupAnswer parse_group(const Reply& reply);
/// 220 to 223: "number message-id". Throws NNTPDataError.
StatAnswer parse_stat(const Reply& reply);
/// 111: yyyymmddhhmmss. Throws NNTPDataError.
Time parse_date(const Reply& reply);
/// For NEWNEWS and NEWGROUPS: "20260721 093000 GMT". Throws std::invalid_argument before the year 1000 and
/// after 9999.
std::string format_date(Time time);

/// What was offered, cut to a length that fits a message, with control characters shown as '?'.
std::string quoted(std::string_view text);

/// A decimal number without sign. False for anything else and for what does not fit.
bool parse_number(std::string_view text, ArticleNumber& number);

/// Words parted by blanks and tabs.
std::vector<std::string_view> split_words(std::string_view text);

}  // namespace porthole::nntplib
