// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "hosts/mailbox/mail_world.hpp"
#include "hosts/pop3/maildrop.hpp"
#include "hosts/pop3/message_lines.hpp"
#include "hosts/session.hpp"

namespace porthole::hosts {

/// One reader of the POP3 host: the commands of RFC 1939 with TOP, UIDL and APOP, CAPA (RFC 2449) and UTF8
/// (RFC 6856; messages are sent as they were stored, with it or without).
class Pop3Session : public Session {
 public:
  /// The longest command, its line end not counted. RFC 2449 section 4 allows 255 octets.
  static constexpr std::size_t longest_command = 510;
  /// So many refused commands or passwords end the session.
  static constexpr int most_mistakes = 20;

  /// Greets. `timestamp` is APOP's challenge.
  Pop3Session(std::shared_ptr<MailWorld> world, std::string timestamp, Outbox& out);

  void received(std::string& input, Outbox& out) override;
  void refill(Outbox& out) override;

 private:
  struct Command;
  static const Command* find_command(std::string_view verb);

  void command(std::string_view line, Outbox& out);
  void refuse(std::string_view text, Outbox& out);

  void capa(std::string_view argument, Outbox& out);
  void quit(std::string_view argument, Outbox& out);
  void user(std::string_view argument, Outbox& out);
  void pass(std::string_view argument, Outbox& out);
  void apop(std::string_view argument, Outbox& out);
  void utf8(std::string_view argument, Outbox& out);
  void stat(std::string_view argument, Outbox& out);
  void list(std::string_view argument, Outbox& out);
  void uidl(std::string_view argument, Outbox& out);
  void retr(std::string_view argument, Outbox& out);
  void top(std::string_view argument, Outbox& out);
  void dele(std::string_view argument, Outbox& out);
  void noop(std::string_view argument, Outbox& out);
  void rset(std::string_view argument, Outbox& out);

  void enter(MailUser* user, Outbox& out);
  /// The message of that number, unless it does not exist or is marked: then that is answered.
  Maildrop::Entry* chosen(std::string_view number, Outbox& out);
  void send(MessageLines lines, Outbox& out);
  /// The lines of LIST or UIDL, one message or all.
  template <class Line>
  void listing(std::string_view argument, Outbox& out, const Line& line);

  std::shared_ptr<MailWorld> world_;
  std::string timestamp_;
  std::string name_;
  std::unique_ptr<Maildrop> drop_;
  std::optional<MessageLines> sending_;
  bool overlong_ = false;
  int mistakes_ = 0;
};

}  // namespace porthole::hosts
