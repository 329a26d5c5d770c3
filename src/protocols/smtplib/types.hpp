// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace porthole::smtplib {

/// A server's answer (RFC 5321 section 4.2): Python's pair of code and message. The lines of an answer are
/// separated by '\n', each without its code.
struct Reply {
  int code = 0;
  std::string text;

  /// The enhanced status code at the text's beginning (RFC 3463), "5.1.1"; empty where there is none.
  [[nodiscard]] std::string enhanced() const;

  friend bool operator==(const Reply&, const Reply&) = default;
};

/// What EHLO listed: names in lower case, each with its parameters in one string, "size" → "10240000".
using Extensions = std::map<std::string, std::string, std::less<>>;

/// The recipients that were not taken, as the caller named them, each with the server's answer.
using Refused = std::map<std::string, Reply, std::less<>>;

/// Parameters of MAIL and RCPT: "SIZE=1000", "BODY=8BITMIME", "SMTPUTF8".
using Options = std::vector<std::string>;

}  // namespace porthole::smtplib
