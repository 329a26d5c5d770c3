// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace porthole::hosts {

/// What MAIL and RCPT name (RFC 5321 section 4.1.2): "FROM:<learner@mail.test> SIZE=1000 BODY=8BITMIME".
struct MailPath {
  static constexpr std::size_t longest = 254;
  static constexpr std::size_t most_parameters = 20;

  std::string address;  ///< without brackets, source route, control characters; empty for <>
  std::map<std::string, std::string, std::less<>> parameters;  ///< names in upper case
};

/// Nothing where it is none. `keyword` is FROM or TO, in upper case. A blank behind the colon is forgiven.
std::optional<MailPath> parse_mail_path(std::string_view argument, std::string_view keyword);

/// ASCII letters in upper case, everything else as it is.
std::string in_upper_case(std::string_view text);

}  // namespace porthole::hosts
