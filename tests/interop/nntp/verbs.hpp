// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "../proving.hpp"
#include "protocols/nntplib.hpp"

/// What the parts of nntp_verbs share.
namespace verbs {

using porthole::nntplib::NNTP;

/// How many articles local.test holds at first, of which the first four are the tests' INN's own.
inline constexpr int articles = 1000;

struct Place {
  std::string host;
  int port;

  [[nodiscard]] NNTP connect() const { return NNTP(host, port, porthole::seconds(60.0)); }
};

/// Greeting, capabilities, clock, and the lists of groups.
void session(const Place& readers);
/// One group of a thousand articles: overviews and headers.
void overviews(const Place& readers);
/// Articles out and in, byte for byte.
void reading(const Place& readers);
void posting(const Place& readers);
/// What needs a login, and what needs another server's port.
void login(const Place& members);
void sasl(const Place& readers);
void feeding(const Place& feed, const Place& readers);

}  // namespace verbs
