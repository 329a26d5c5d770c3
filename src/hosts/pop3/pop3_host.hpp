// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "hosts/mailbox/mail_world.hpp"
#include "hosts/session.hpp"

namespace porthole::hosts {

/// mail.test:110: the inboxes of the mail world by POP3 (RFC 1939, 2449, 6856).
class Pop3Host : public Host {
 public:
  explicit Pop3Host(std::shared_ptr<MailWorld> world) : world_(std::move(world)) {}

  [[nodiscard]] std::string_view name() const override { return "mail.test"; }
  [[nodiscard]] std::string_view address() const override { return "198.18.0.13"; }
  [[nodiscard]] int port() const override { return 110; }
  [[nodiscard]] std::string_view about() const override { return "pop3: learner / secret"; }
  /// RFC 1939 section 3 asks for ten minutes at least.
  [[nodiscard]] Clock::duration patience() const override { return std::chrono::minutes(15); }
  std::unique_ptr<Session> greet(Outbox& out) override;

 private:
  std::shared_ptr<MailWorld> world_;
  std::uint64_t greeted_ = 0;
};

}  // namespace porthole::hosts
