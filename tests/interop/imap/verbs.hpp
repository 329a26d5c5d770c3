// SPDX-License-Identifier: MIT
#pragma once

#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>

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

inline void ok(const std::string& verb) {
  std::cout << "ok " << verb << std::endl;
}

inline void require(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error("not so: " + what);
}

template <class Value, class Wanted>
void agree(const Value& value, const Wanted& wanted, const std::string& what) {
  if (value == wanted) return;
  std::ostringstream text;
  text << what << " is " << value << ", not " << wanted;
  throw std::runtime_error(text.str());
}

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
