// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "protocols/imaplib/types.hpp"
#include "socket/timeout.hpp"

namespace porthole::imaplib {

class Connection;

/// The IDLE command while it runs (RFC 2177), as Python 3.14's Idler: the server's news one by one. Servers
/// end an idle session after 30 minutes: begin anew before 29. No other command may run meanwhile; when this
/// goes the server is told DONE, and the client can be used again.
///
///     auto idler = imap.idle(60.0);
///     while (auto news = idler.next())
///       if (news->name == "EXISTS") …
class Idler {
 public:
  Idler(Connection& connection, Timeout duration);
  ~Idler();
  Idler(Idler&& other) noexcept;
  Idler(const Idler&) = delete;
  Idler& operator=(const Idler&) = delete;
  Idler& operator=(Idler&&) = delete;

  /// The next untagged response; nothing when `wait`, or the duration of the whole, has passed before. It may
  /// be called again then.
  std::optional<Response> next(Timeout wait = {});
  /// All that come with no more than `interval` seconds between them (Python's burst): the first is waited
  /// for as next() does.
  std::vector<Response> burst(double interval = 0.1);
  /// Ends it in order; what came meanwhile. Throws error where the server says NO.
  std::vector<Response> done();

 private:
  using Clock = std::chrono::steady_clock;

  Connection* connection_;
  std::string tag_;
  std::optional<Clock::time_point> end_;
};

}  // namespace porthole::imaplib
