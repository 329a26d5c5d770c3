// SPDX-License-Identifier: MIT
#include "hosts/pop3/pop3_host.hpp"

#include <chrono>
#include <string>

#include "hosts/pop3/pop3_session.hpp"

namespace porthole::hosts {

std::unique_ptr<Session> Pop3Host::greet(Outbox& out) {
  // Never the same twice: it is APOP's challenge.
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::string timestamp = '<' + std::to_string(++greeted_) + '.' +
                                std::to_string(std::chrono::nanoseconds(now).count()) + "@mail.test>";
  return std::make_unique<Pop3Session>(world_, timestamp, out);
}

}  // namespace porthole::hosts
