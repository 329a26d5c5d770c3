// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "hosts/imap/command_reader.hpp"
#include "hosts/imap/mailbox_view.hpp"
#include "hosts/mailbox/mail_world.hpp"
#include "hosts/session.hpp"
#include "protocols/imaplib/scan.hpp"

namespace porthole::hosts {

/// One client of the IMAP host. Long answers (FETCH, SEARCH) are made a piece at a time, so that nobody waits
/// for somebody else's.
class ImapSession : public Session {
 public:
  static constexpr std::string_view capabilities =
      "IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN IDLE NAMESPACE ID UNSELECT UIDPLUS MOVE CHILDREN";
  /// A client that makes so many mistakes, or wrong logins, is sent away.
  static constexpr int most_mistakes = 20;
  static constexpr int most_denials = 5;
  /// How long one piece of a long answer may take.
  static constexpr std::chrono::milliseconds piece{20};

  ImapSession(std::shared_ptr<MailWorld> world, Outbox& out);

  void received(std::string& input, Outbox& out) override;
  void refill(Outbox& out) override;

 private:
  using Scanner = imaplib::Scanner;
  /// More of an answer; true when it is complete.
  using Job = std::function<bool()>;
  struct Verb;

  bool step(std::string& input);
  void execute(const imaplib::Raw& raw);
  void perform(const Verb& verb, Scanner& scan);
  static const Verb* find_verb(const std::string& name, bool uid);

  void say(const std::string& line) { out_->write(line + "\r\n"); }
  /// The news, then the tagged response.
  void done(const std::string& text, bool with_expunge = true);
  void no(const std::string& text) { done("NO " + text); }
  void bad(const std::string& text);
  void work(Job job);
  void run_job();

  // Each reads the rest of its command and answers.
  void capability(Scanner& scan);
  void noop(Scanner& scan);
  void logout(Scanner& scan);
  void id(Scanner& scan);
  void login(Scanner& scan);
  void authenticate(Scanner& scan);
  void authenticated(const std::string& base64);
  void denied();
  void select(Scanner& scan);
  void examine(Scanner& scan);
  void open(Scanner& scan, bool read_only);
  void create(Scanner& scan);
  void remove(Scanner& scan);
  void rename(Scanner& scan);
  void subscribe(Scanner& scan);
  void unsubscribe(Scanner& scan);
  void list(Scanner& scan);
  void lsub(Scanner& scan);
  void list_names(Scanner& scan, bool subscribed);
  void status(Scanner& scan);
  void append(Scanner& scan);
  void namespaces(Scanner& scan);
  void idle(Scanner& scan);
  void end_idle(const std::string& line);
  void check(Scanner& scan);
  void close(Scanner& scan);
  void unselect(Scanner& scan);
  void expunge(Scanner& scan);
  void search(Scanner& scan);
  void fetch(Scanner& scan);
  void store(Scanner& scan);
  void copy(Scanner& scan);
  void move(Scanner& scan);
  void transfer(Scanner& scan, bool moving);

  static std::string mailbox_name(Scanner& scan);
  static void end(Scanner& scan);
  std::vector<std::size_t> message_set(Scanner& scan);
  void remove_deleted(const std::vector<std::size_t>* among, bool tell);

  std::shared_ptr<MailWorld> world_;
  Outbox* out_;
  CommandReader reader_;
  std::string tag_;
  bool uid_ = false;
  bool asking_ = false;
  bool idle_ = false;
  int mistakes_ = 0;
  int denials_ = 0;
  MailUser* user_ = nullptr;
  std::unique_ptr<MailboxView> view_;
  Job job_;
};

}  // namespace porthole::hosts
