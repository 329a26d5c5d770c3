// SPDX-License-Identifier: MIT
#include "hosts/smtp/smtp_host.hpp"

#include <chrono>
#include <string>

#include "hosts/smtp/smtp_session.hpp"

namespace porthole::hosts {

std::unique_ptr<Session> SmtpHost::greet(Outbox& out) {
  // Never the same twice: it is CRAM-MD5's challenge.
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::string challenge = '<' + std::to_string(++greeted_) + '.' +
                                std::to_string(std::chrono::nanoseconds(now).count()) + "@mail.test>";
  return std::make_unique<SmtpSession>(world_, challenge, out);
}

}  // namespace porthole::hosts
