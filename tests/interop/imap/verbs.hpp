// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "../proving.hpp"
#include "protocols/imaplib.hpp"

/// What the parts of imap_verbs share. Each works within a folder of the run's own.
namespace verbs {

using porthole::imaplib::IMAP4;

struct Place {
  std::string host;
  int port;
  std::string folder;

  [[nodiscard]] IMAP4 connect() const {
    IMAP4 imap(host, port, porthole::seconds(60.0));
    imap.login("learner", "secret");
    return imap;
  }
};

/// The session before a mailbox: greeting, logins, capabilities; folders and their names.
void session(const Place& place);
void folders(const Place& place);
/// Messages in and out, byte for byte.
void letters(const Place& place);
void thousand(const Place& place);
/// Flags, searches, moves, and what the server tells by itself.
void changes(const Place& place);
void news(const Place& place);

}  // namespace verbs
