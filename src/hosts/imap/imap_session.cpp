// SPDX-License-Identifier: MIT
#include "hosts/imap/imap_session.hpp"

#include <algorithm>
#include <array>

#include "hosts/imap/imap_host.hpp"
#include "protocols/email/base64.hpp"
#include "protocols/imaplib/errors.hpp"

namespace porthole::hosts {
namespace {

enum class Needs { nothing, nobody, user, mailbox };

}  // namespace

struct ImapSession::Verb {
  const char* name;
  Needs needs;
  bool uid;
  void (ImapSession::*perform)(Scanner&);
};

std::unique_ptr<Session> ImapHost::greet(Outbox& out) {
  return std::make_unique<ImapSession>(world_, out);
}

ImapSession::ImapSession(std::shared_ptr<MailWorld> world, Outbox& out)
    : world_(std::move(world)), out_(&out) {
  say("* OK [CAPABILITY " + std::string(capabilities) + "] mail.test practices IMAP4rev1");
}

const ImapSession::Verb* ImapSession::find_verb(const std::string& name, bool uid) {
  using S = ImapSession;
  static constexpr std::array verbs = {Verb{"CAPABILITY", Needs::nothing, false, &S::capability},
                                       Verb{"NOOP", Needs::nothing, false, &S::noop},
                                       Verb{"LOGOUT", Needs::nothing, false, &S::logout},
                                       Verb{"ID", Needs::nothing, false, &S::id},
                                       Verb{"LOGIN", Needs::nobody, false, &S::login},
                                       Verb{"AUTHENTICATE", Needs::nobody, false, &S::authenticate},
                                       Verb{"SELECT", Needs::user, false, &S::select},
                                       Verb{"EXAMINE", Needs::user, false, &S::examine},
                                       Verb{"CREATE", Needs::user, false, &S::create},
                                       Verb{"DELETE", Needs::user, false, &S::remove},
                                       Verb{"RENAME", Needs::user, false, &S::rename},
                                       Verb{"SUBSCRIBE", Needs::user, false, &S::subscribe},
                                       Verb{"UNSUBSCRIBE", Needs::user, false, &S::unsubscribe},
                                       Verb{"LIST", Needs::user, false, &S::list},
                                       Verb{"LSUB", Needs::user, false, &S::lsub},
                                       Verb{"STATUS", Needs::user, false, &S::status},
                                       Verb{"APPEND", Needs::user, false, &S::append},
                                       Verb{"NAMESPACE", Needs::user, false, &S::namespaces},
                                       Verb{"IDLE", Needs::user, false, &S::idle},
                                       Verb{"CHECK", Needs::mailbox, false, &S::check},
                                       Verb{"CLOSE", Needs::mailbox, false, &S::close},
                                       Verb{"UNSELECT", Needs::mailbox, false, &S::unselect},
                                       Verb{"EXPUNGE", Needs::mailbox, true, &S::expunge},
                                       Verb{"SEARCH", Needs::mailbox, true, &S::search},
                                       Verb{"FETCH", Needs::mailbox, true, &S::fetch},
                                       Verb{"STORE", Needs::mailbox, true, &S::store},
                                       Verb{"COPY", Needs::mailbox, true, &S::copy},
                                       Verb{"MOVE", Needs::mailbox, true, &S::move}};
  const auto* const found = std::ranges::find(verbs, name, &Verb::name);
  return found == verbs.end() || (uid && !found->uid) ? nullptr : found;
}

void ImapSession::received(std::string& input, Outbox& out) {
  out_ = &out;
  while (!job_ && !out.finished() && !out.full() && step(input)) continue;
}

/// One thing that came; false where more has to come first.
bool ImapSession::step(std::string& input) {
  if (asking_ || idle_) {
    std::string line;
    if (!CommandReader::take_line(input, line)) return false;
    if (idle_)
      end_idle(line);
    else
      authenticated(line);
    return true;
  }
  switch (reader_.feed(input, user_ != nullptr)) {
    case CommandReader::Event::more:
      return false;
    case CommandReader::Event::go_ahead:
      say("+ go ahead");
      return true;
    case CommandReader::Event::too_large:
      tag_ = reader_.tag();
      reader_.take();
      bad("[TOOBIG] larger than this host takes");
      return true;
    case CommandReader::Event::hopeless:
      say("* BYE that is more than this host reads");
      out_->finish();
      return false;
    case CommandReader::Event::command:
      tag_ = reader_.tag();
      execute(reader_.take());
      return true;
  }
  return false;
}

void ImapSession::execute(const imaplib::Raw& raw) {
  try {
    Scanner scan(raw);
    scan.word();
    if (tag_ == "*") return bad("a command begins with a tag");
    scan.expect(' ');
    std::string name = imaplib::upper(scan.word());
    uid_ = name == "UID";
    if (uid_) {
      scan.expect(' ');
      name = imaplib::upper(scan.word());
    }
    const Verb* verb = find_verb(name, uid_);
    if (verb == nullptr) return bad("unknown command");
    perform(*verb, scan);
  } catch (const imaplib::error& problem) {
    bad("cannot read that: " + imaplib::excerpt(problem.what()));
  } catch (const std::exception& problem) {
    bad(imaplib::excerpt(problem.what()));
  }
}

void ImapSession::perform(const Verb& verb, Scanner& scan) {
  if (verb.needs == Needs::nobody && user_ != nullptr) return bad("already logged in");
  if ((verb.needs == Needs::user || verb.needs == Needs::mailbox) && user_ == nullptr)
    return bad("log in first");
  if (view_ && view_->gone()) {
    view_.reset();
    if (verb.needs == Needs::mailbox) return no("[NONEXISTENT] the mailbox was deleted meanwhile");
  }
  if (verb.needs == Needs::mailbox && !view_) return bad("select a mailbox first");
  (this->*verb.perform)(scan);
}

void ImapSession::done(const std::string& text, bool with_expunge) {
  if (view_) out_->write(view_->news(with_expunge));
  say(tag_ + ' ' + text);
}

void ImapSession::bad(const std::string& text) {
  say(tag_ + " BAD " + text);
  if (++mistakes_ < most_mistakes) return;
  say("* BYE too many mistakes");
  out_->finish();
}

void ImapSession::work(Job job) {
  job_ = std::move(job);
  run_job();
}

void ImapSession::run_job() {
  try {
    // The job may end the mailbox it reads, never itself.
    const Job job = std::exchange(job_, {});
    if (!job()) {
      job_ = job;
      out_->more();
    }
  } catch (const std::exception& problem) {
    job_ = {};
    bad(imaplib::excerpt(problem.what()));
  }
}

void ImapSession::refill(Outbox& out) {
  out_ = &out;
  if (job_) return run_job();
  if (!idle_ || !view_) return;
  if (view_->gone()) {
    say("* BYE the mailbox was deleted");
    return out.finish();
  }
  out.write(view_->news(true));
}

void ImapSession::capability(Scanner& scan) {
  end(scan);
  say("* CAPABILITY " + std::string(capabilities));
  done("OK CAPABILITY");
}

void ImapSession::noop(Scanner& scan) {
  end(scan);
  done("OK NOOP");
}

void ImapSession::logout(Scanner& scan) {
  end(scan);
  say("* BYE see you");
  say(tag_ + " OK LOGOUT");
  out_->finish();
}

void ImapSession::id(Scanner& scan) {
  scan.expect(' ');
  scan.value();
  end(scan);
  say(R"(* ID ("name" "Porthole" "vendor" "practice"))");
  done("OK ID");
}

void ImapSession::login(Scanner& scan) {
  scan.expect(' ');
  const std::string name = scan.text();
  scan.expect(' ');
  const std::string password = scan.text();
  end(scan);
  user_ = world_->authenticate(name, password);
  if (user_ == nullptr) return denied();
  say(tag_ + " OK [CAPABILITY " + std::string(capabilities) + "] welcome");
}

void ImapSession::authenticate(Scanner& scan) {
  scan.expect(' ');
  if (!imaplib::same(scan.word(), "PLAIN")) return no("only PLAIN is known here");
  if (scan.accept(' ')) {
    const std::string response(scan.word());
    end(scan);
    return authenticated(response == "=" ? "" : response);
  }
  end(scan);
  asking_ = true;
  say("+ ");
}

/// RFC 4616: who to be, who one is, password.
void ImapSession::authenticated(const std::string& base64) {
  asking_ = false;
  if (base64 == "*") return bad("cancelled");
  const std::string message = email::decodebytes(base64);
  const std::size_t first = message.find('\0');
  const std::size_t second = first == std::string::npos ? first : message.find('\0', first + 1);
  if (second == std::string::npos) return bad("that is no PLAIN response");
  const std::string name = message.substr(first + 1, second - first - 1);
  const std::string as = message.substr(0, first);
  if (as.empty() || as == name) user_ = world_->authenticate(name, message.substr(second + 1));
  if (user_ == nullptr) return denied();
  say(tag_ + " OK [CAPABILITY " + std::string(capabilities) + "] welcome");
}

void ImapSession::denied() {
  say(tag_ + " NO [AUTHENTICATIONFAILED] wrong name or password");
  if (++denials_ < most_denials) return;
  say("* BYE too many wrong passwords");
  out_->finish();
}

void ImapSession::idle(Scanner& scan) {
  end(scan);
  say("+ idling");
  if (view_) out_->write(view_->news(true));
  idle_ = true;
}

void ImapSession::end_idle(const std::string& line) {
  idle_ = false;
  if (!imaplib::same(line, "DONE")) return bad("IDLE ends with DONE");
  done("OK IDLE");
}

}  // namespace porthole::hosts
