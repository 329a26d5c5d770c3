// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hosts/mailbox/mail_world.hpp"
#include "hosts/session.hpp"
#include "hosts/smtp/incoming_mail.hpp"

namespace porthole::hosts {

/// One client of the SMTP host: RFC 5321 with SIZE (1870), 8BITMIME (6152), PIPELINING (2920), SMTPUTF8
/// (6531), AUTH (4954), enhanced status codes (2034). It delivers to the inboxes of the mail world and relays
/// nothing.
class SmtpSession : public Session {
 public:
  /// The longest command or AUTH response, its line end not counted.
  static constexpr std::size_t longest_command = 4096;
  /// RFC 5321 section 4.5.3.1.8 asks for a hundred at least.
  static constexpr std::size_t most_recipients = 100;
  /// So many refused commands, recipients or passwords end the session.
  static constexpr int most_mistakes = 50;

  /// Greets. `challenge` is CRAM-MD5's.
  SmtpSession(std::shared_ptr<MailWorld> world, std::string challenge, Outbox& out);

  void received(std::string& input, Outbox& out) override;

 private:
  struct Command;
  struct Transaction {
    std::string sender;
    bool utf8 = false;
    std::vector<MailUser*> recipients;
  };
  enum class Login { none, plain, login_user, login_password, cram_md5 };
  static const Command* find_command(std::string_view verb);

  void line(std::string_view text, Outbox& out);
  void say(std::string_view reply, Outbox& out);
  void refuse(std::string_view reply, Outbox& out);

  void helo(std::string_view argument, Outbox& out);
  void ehlo(std::string_view argument, Outbox& out);
  void auth(std::string_view argument, Outbox& out);
  void mail(std::string_view argument, Outbox& out);
  void rcpt(std::string_view argument, Outbox& out);
  void data(std::string_view argument, Outbox& out);
  void rset(std::string_view argument, Outbox& out);
  void vrfy(std::string_view argument, Outbox& out);
  void expn(std::string_view argument, Outbox& out);
  void help(std::string_view argument, Outbox& out);
  void noop(std::string_view argument, Outbox& out);
  void quit(std::string_view argument, Outbox& out);

  /// An AUTH response, still in base64.
  void answer(std::string_view response, Outbox& out);
  void enter(MailUser* user, Outbox& out);
  void deliver(Outbox& out);

  std::shared_ptr<MailWorld> world_;
  std::string challenge_;
  std::string client_;  ///< what HELO or EHLO said
  bool extended_ = false;
  Login login_ = Login::none;
  std::string login_name_;
  bool logged_in_ = false;
  std::optional<Transaction> transaction_;
  std::optional<IncomingMail> incoming_;
  bool overlong_ = false;
  int mistakes_ = 0;
};

}  // namespace porthole::hosts
