// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "protocols/stream/error.hpp"

namespace porthole::poplib {

/// The server refused (-ERR), or said what POP3 does not allow. Python's one error of this module.
class error_proto : public ProtocolError {
 public:
  /// `sentence` for people; `response` is the server's line, empty where there is none.
  explicit error_proto(const std::string& sentence, std::string response = {})
      : ProtocolError(sentence), response_(std::move(response)) {}

  [[nodiscard]] const std::string& response() const { return response_; }
  /// The response code in brackets (RFC 2449 section 8, 3206) in upper case: "IN-USE", "LOGIN-DELAY", "AUTH",
  /// "SYS/TEMP"; empty where there is none.
  [[nodiscard]] std::string code() const;

 private:
  std::string response_;
};

}  // namespace porthole::poplib
