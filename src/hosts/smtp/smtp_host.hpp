// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "hosts/mailbox/mail_world.hpp"
#include "hosts/session.hpp"

namespace porthole::hosts {

/// mail.test:25: takes mail for the users of mail.test (RFC 5321, 4954), and for nobody else.
class SmtpHost : public Host {
 public:
  explicit SmtpHost(std::shared_ptr<MailWorld> world) : world_(std::move(world)) {}

  [[nodiscard]] std::string_view name() const override { return "mail.test"; }
  [[nodiscard]] std::string_view address() const override { return "198.18.0.13"; }
  [[nodiscard]] int port() const override { return 25; }
  [[nodiscard]] std::string_view about() const override { return "smtp: mail for learner@mail.test"; }
  /// RFC 5321 section 4.5.3.2.7 asks for five minutes at least.
  [[nodiscard]] Clock::duration patience() const override { return std::chrono::minutes(5); }
  std::unique_ptr<Session> greet(Outbox& out) override;

 private:
  std::shared_ptr<MailWorld> world_;
  std::uint64_t greeted_ = 0;
};

}  // namespace porthole::hosts
