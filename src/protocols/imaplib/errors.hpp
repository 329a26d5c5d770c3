// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "protocols/stream/error.hpp"

namespace porthole::imaplib {

/// The server refused a command (NO or BAD) or said what IMAP does not allow: Python's IMAP4.error. Unlike
/// Python, NO throws too, so that an answer is always one. The connection can still be used.
class error : public ProtocolError {
 public:
  explicit error(const std::string& message, std::string status = {}, std::string code = {})
      : ProtocolError(message), status_(std::move(status)), code_(std::move(code)) {}

  /// `NO` or `BAD` where the server refused, else empty.
  [[nodiscard]] const std::string& status() const { return status_; }
  /// The response code in brackets, as `TRYCREATE` or `AUTHENTICATIONFAILED` (RFC 5530); empty without one.
  [[nodiscard]] const std::string& code() const { return code_; }

 private:
  std::string status_;
  std::string code_;
};

/// The connection is of no more use: the server said BYE or lost step. A new client is needed.
class abort : public error {
  using error::error;
};

/// A mailbox became read-only, or the command needs one that is not.
class readonly : public error {
  using error::error;
};

}  // namespace porthole::imaplib
