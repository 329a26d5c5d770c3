// SPDX-License-Identifier: MIT
#include "hosts/smtp/smtp_session.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <utility>

#include "hosts/smtp/mail_path.hpp"
#include "protocols/email/dates.hpp"

namespace porthole::hosts {
namespace {

/// Nothing where it is no number; a number that does not fit is the largest.
std::optional<std::size_t> size_of(std::string_view text) {
  std::size_t size = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (text.empty() || end != text.data() + text.size() || problem == std::errc::invalid_argument)
    return std::nullopt;
  return problem == std::errc() ? size : std::string::npos;
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// What a client calls itself goes into the message's headers.
bool is_client_name(std::string_view text) {
  return !text.empty() && std::ranges::none_of(text, [](unsigned char c) { return c < ' ' || c == 0x7F; });
}

std::string_view without_brackets(std::string_view text) {
  if (text.starts_with('<') && text.ends_with('>')) text = text.substr(1, text.size() - 2);
  return text;
}

}  // namespace

struct SmtpSession::Command {
  std::string_view verb;
  void (SmtpSession::*work)(std::string_view argument, Outbox& out);
};

const SmtpSession::Command* SmtpSession::find_command(std::string_view verb) {
  static constexpr std::array commands = {
      Command{"HELO", &SmtpSession::helo}, Command{"EHLO", &SmtpSession::ehlo},
      Command{"AUTH", &SmtpSession::auth}, Command{"MAIL", &SmtpSession::mail},
      Command{"RCPT", &SmtpSession::rcpt}, Command{"DATA", &SmtpSession::data},
      Command{"RSET", &SmtpSession::rset}, Command{"VRFY", &SmtpSession::vrfy},
      Command{"EXPN", &SmtpSession::expn}, Command{"HELP", &SmtpSession::help},
      Command{"NOOP", &SmtpSession::noop}, Command{"QUIT", &SmtpSession::quit},
  };
  const auto* const found =
      std::ranges::find(commands, std::string_view(in_upper_case(verb)), &Command::verb);
  return found == commands.end() ? nullptr : found;
}

SmtpSession::SmtpSession(std::shared_ptr<MailWorld> world, std::string challenge, Outbox& out)
    : world_(std::move(world)), challenge_(std::move(challenge)) {
  say("220 mail.test ESMTP practice host", out);
}

void SmtpSession::received(std::string& input, Outbox& out) {
  while (!input.empty() && !out.finished() && !out.full()) {
    if (incoming_) {
      if (incoming_->take(input)) deliver(out);
      continue;
    }
    const std::size_t end = input.find('\n');
    if (end == std::string::npos) {
      // The rest of a line that is too long is not kept.
      if (input.size() <= longest_command + 1) return;
      overlong_ = true;
      input.clear();
      return;
    }
    std::string text = input.substr(0, end);
    input.erase(0, end + 1);
    if (text.ends_with('\r')) text.pop_back();
    if (std::exchange(overlong_, false) || text.size() > longest_command) {
      login_ = Login::none;
      refuse("500 5.5.2 that line is too long", out);
    } else {
      line(text, out);
    }
  }
}

void SmtpSession::say(std::string_view reply, Outbox& out) {
  out.write(reply);
  out.write("\r\n");
}

void SmtpSession::refuse(std::string_view reply, Outbox& out) {
  if (++mistakes_ < most_mistakes) return say(reply, out);
  say("421 4.7.0 too many mistakes; come back later", out);
  out.finish();
}

void SmtpSession::line(std::string_view text, Outbox& out) {
  if (login_ != Login::none) return answer(text, out);
  const std::string_view verb = text.substr(0, text.find(' '));
  std::string_view argument = text.substr(verb.size());
  argument.remove_prefix(std::min(argument.find_first_not_of(' '), argument.size()));
  argument = argument.substr(0, argument.find_last_not_of(' ') + 1);
  const Command* const found = find_command(verb);
  if (found == nullptr) return refuse("500 5.5.2 no such command; HELP tells what there is", out);
  (this->*found->work)(argument, out);
}

void SmtpSession::helo(std::string_view argument, Outbox& out) {
  if (!is_client_name(argument)) return refuse("501 5.5.4 who are you? HELO takes a name", out);
  client_ = argument;
  extended_ = false;
  transaction_.reset();
  say("250 mail.test", out);
}

void SmtpSession::ehlo(std::string_view argument, Outbox& out) {
  if (!is_client_name(argument)) return refuse("501 5.5.4 who are you? EHLO takes a name", out);
  client_ = argument;
  extended_ = true;
  transaction_.reset();
  say("250-mail.test\r\n250-PIPELINING\r\n250-SIZE " + std::to_string(IncomingMail::largest) +
          "\r\n250-VRFY\r\n250-EXPN\r\n250-HELP\r\n250-AUTH PLAIN LOGIN CRAM-MD5\r\n"
          "250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250 SMTPUTF8",
      out);
}

void SmtpSession::mail(std::string_view argument, Outbox& out) {
  if (client_.empty()) return refuse("503 5.5.1 say HELO or EHLO first", out);
  if (transaction_) return refuse("503 5.5.1 one message at a time; RSET forgets it", out);
  const auto path = parse_mail_path(argument, "FROM");
  if (!path) return refuse("501 5.5.4 MAIL FROM:<address>", out);
  Transaction begun{.sender = path->address, .utf8 = false, .recipients = {}};
  for (const auto& [name, value] : path->parameters) {
    const std::string word = in_upper_case(value);
    if (name == "SIZE") {
      const auto size = size_of(value);
      if (!size) return refuse("501 5.5.4 SIZE takes a number", out);
      if (*size > IncomingMail::largest) return refuse("552 5.3.4 the message is too large", out);
    } else if (name == "SMTPUTF8" && value.empty()) {
      begun.utf8 = true;
    } else if (!(name == "BODY" && (word == "7BIT" || word == "8BITMIME")) && name != "AUTH") {
      return refuse("555 5.5.4 this parameter is not known here", out);
    }
  }
  if (!begun.utf8 && !is_ascii(begun.sender))
    return refuse("553 5.6.7 such an address needs the parameter SMTPUTF8", out);
  transaction_ = std::move(begun);
  say("250 2.1.0 sender ok", out);
}

void SmtpSession::rcpt(std::string_view argument, Outbox& out) {
  if (!transaction_) return refuse("503 5.5.1 MAIL comes first", out);
  const auto path = parse_mail_path(argument, "TO");
  if (!path || path->address.empty()) return refuse("501 5.1.3 RCPT TO:<address>", out);
  if (!path->parameters.empty()) return refuse("555 5.5.4 this parameter is not known here", out);
  if (!transaction_->utf8 && !is_ascii(path->address))
    return refuse("553 5.6.7 such an address needs MAIL's parameter SMTPUTF8", out);
  if (transaction_->recipients.size() >= most_recipients) return refuse("452 4.5.3 too many recipients", out);
  if (MailUser* const user = world_->recipient(path->address)) {
    // Somebody named twice gets one copy.
    if (std::ranges::find(transaction_->recipients, user) == transaction_->recipients.end())
      transaction_->recipients.push_back(user);
    return say("250 2.1.5 recipient ok", out);
  }
  const std::size_t at = path->address.rfind('@');
  const bool ours = at == std::string::npos || in_upper_case(path->address.substr(at + 1)) == "MAIL.TEST";
  refuse(ours ? "550 5.1.1 there is no such user here" : "550 5.7.1 mail for others is not relayed", out);
}

void SmtpSession::data(std::string_view argument, Outbox& out) {
  if (!argument.empty()) return refuse("501 5.5.4 DATA takes no argument", out);
  if (!transaction_) return refuse("503 5.5.1 MAIL comes first", out);
  if (transaction_->recipients.empty()) return refuse("554 5.5.1 there is no recipient", out);
  incoming_.emplace();
  say("354 the message, and a dot alone at its end", out);
}

void SmtpSession::deliver(Outbox& out) {
  if (!incoming_ || !transaction_) return refuse("503 5.5.1 MAIL comes first", out);
  const IncomingMail mail = std::move(*incoming_);
  const Transaction done = std::move(*transaction_);
  incoming_.reset();
  transaction_.reset();
  if (mail.too_large()) return refuse("552 5.3.4 the message is too large", out);
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  std::string received =
      "Return-Path: <" + done.sender + ">\r\nReceived: from " + client_ + "\r\n\tby mail.test with ";
  // RFC 3848 and RFC 6531 section 4.3 name what stands behind "with".
  received += (done.utf8 ? "UTF8SMTP" : extended_ ? "ESMTP" : "SMTP");
  received += logged_in_ ? "A" : "";
  received += ";\r\n\t" + email::format_datetime({.time = now}) + "\r\n";
  const auto content = std::make_shared<const std::string>(received + mail.text());
  const bool room = std::ranges::all_of(
      done.recipients, [&](MailUser* user) { return user->inbox().has_room(content->size()); });
  if (!room) return refuse("452 4.2.2 a mailbox is full", out);
  for (MailUser* const user : done.recipients) user->inbox().append(content, now.time_since_epoch().count());
  say("250 2.0.0 delivered to " + std::to_string(done.recipients.size()), out);
}

void SmtpSession::rset(std::string_view /*argument*/, Outbox& out) {
  transaction_.reset();
  say("250 2.0.0 forgotten", out);
}

void SmtpSession::vrfy(std::string_view argument, Outbox& out) {
  if (argument.empty()) return refuse("501 5.5.4 VRFY takes a user's name or address", out);
  std::string address(without_brackets(argument));
  if (address.find('@') == std::string::npos) address += "@mail.test";
  const MailUser* const user = world_->recipient(address);
  if (user == nullptr) return refuse("550 5.1.1 there is no such user here", out);
  if (!is_ascii(user->name())) return say("252 2.1.5 such a user is there", out);
  say("250 2.1.5 <" + user->name() + "@mail.test>", out);
}

void SmtpSession::expn(std::string_view argument, Outbox& out) {
  if (in_upper_case(without_brackets(argument)) != "CLASS")
    return refuse("550 5.1.1 the only list here is called class", out);
  say("250-2.1.5 <teacher@mail.test>\r\n250 2.1.5 <learner@mail.test>", out);
}

void SmtpSession::help(std::string_view /*argument*/, Outbox& out) {
  say("214-2.0.0 EHLO HELO AUTH MAIL RCPT DATA RSET VRFY EXPN HELP NOOP QUIT\r\n"
      "214 2.0.0 mail for learner@mail.test and teacher@mail.test; EXPN class",
      out);
}

void SmtpSession::noop(std::string_view /*argument*/, Outbox& out) {
  say("250 2.0.0 still here", out);
}

void SmtpSession::quit(std::string_view /*argument*/, Outbox& out) {
  say("221 2.0.0 goodbye", out);
  out.finish();
}

}  // namespace porthole::hosts
