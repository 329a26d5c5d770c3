// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hosts/mailbox/mail_user.hpp"

namespace porthole::hosts {

/// The mail of mail.test, in memory: what the SMTP host takes in, the POP3 and IMAP hosts hand out. One
/// thread runs all three. A fresh world has a few accounts, all with the password `secret`, and some letters.
class MailWorld {
 public:
  static constexpr std::string_view domain = "mail.test";
  /// All messages of all users together, each counted with MailFolder::overhead.
  static constexpr std::size_t capacity = std::size_t{128} * 1024 * 1024;

  MailWorld();

  /// Null where there is no such account. The names are `learner`, `teacher` and `学生`.
  [[nodiscard]] MailUser* find(std::string_view name) const;
  /// Null where the name or the password is wrong. Digest mechanisms use find() and MailUser::password.
  [[nodiscard]] MailUser* authenticate(std::string_view name, std::string_view password) const;
  /// Whose mail an address is, without angle brackets: NAME@mail.test (domain in any case), where
  /// `postmaster` is the learner. Null for everyone else.
  [[nodiscard]] MailUser* recipient(std::string_view address) const;

 private:
  MailRoom room_{capacity};
  std::vector<std::unique_ptr<MailUser>> users_;
};

}  // namespace porthole::hosts
