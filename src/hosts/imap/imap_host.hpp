// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "hosts/mailbox/mail_world.hpp"
#include "hosts/session.hpp"

namespace porthole::hosts {

/// mail.test:143: the folders of the mail world by IMAP4rev1 (RFC 3501), with IDLE, MOVE, UIDPLUS and others.
class ImapHost : public Host {
 public:
  explicit ImapHost(std::shared_ptr<MailWorld> world) : world_(std::move(world)) {}

  [[nodiscard]] std::string_view name() const override { return "mail.test"; }
  [[nodiscard]] std::string_view address() const override { return "198.18.0.13"; }
  [[nodiscard]] int port() const override { return 143; }
  [[nodiscard]] std::string_view about() const override { return "imap: learner / secret"; }
  /// RFC 3501 section 5.4 asks for 30 minutes at least.
  [[nodiscard]] Clock::duration patience() const override { return std::chrono::minutes(30); }
  std::unique_ptr<Session> greet(Outbox& out) override;

 private:
  std::shared_ptr<MailWorld> world_;
};

}  // namespace porthole::hosts
