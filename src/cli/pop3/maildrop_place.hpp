// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace porthole::cli {

/// Where a maildrop is: from HOST, HOST:PORT, [ADDRESS]:PORT, or a URL as curl takes it,
/// pop3://USER:PASSWORD@HOST:PORT/NUMBER, with %XX for what a URL cannot hold.
struct MaildropPlace {
  std::string host;
  int port = 110;
  std::string user;
  std::string password;
  /// A message's number or unique id; empty where none is named.
  std::string message;
};

/// Throws Failure: 3 for what is no place, 1 for another scheme than pop3.
MaildropPlace parse_maildrop_place(const std::string& text);

}  // namespace porthole::cli
