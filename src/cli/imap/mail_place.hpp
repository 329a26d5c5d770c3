// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace porthole::cli {

/// Where mail is: from HOST, HOST:PORT, [ADDRESS]:PORT, or a URL as curl takes it,
/// imap://USER:PASSWORD@HOST:PORT/MAILBOX, with %XX for what a URL cannot hold.
struct MailPlace {
  std::string host;
  int port = 143;
  std::string user;
  std::string password;
  /// In UTF-8; empty where none is named.
  std::string mailbox;
};

/// Throws Failure: 3 for what is no place, 1 for another scheme than imap.
MailPlace parse_mail_place(const std::string& text);

}  // namespace porthole::cli
