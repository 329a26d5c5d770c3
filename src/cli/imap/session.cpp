// SPDX-License-Identifier: MIT
#include "cli/imap/session.hpp"

#include <algorithm>
#include <csignal>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/server_place.hpp"

namespace porthole::cli {
namespace {

using imaplib::IMAP4;

/// RFC 5530's codes say why; without one the command tells enough.
Failure failure(const MailOptions& options, const IMAP4::error& refusal, int otherwise) {
  int status = otherwise;
  if (refusal.code() == "NONEXISTENT" || refusal.code() == "TRYCREATE") status = Status::not_found;
  if (refusal.code() == "AUTHENTICATIONFAILED") status = Status::login_denied;
  if (refusal.code() == "NOPERM" || refusal.code() == "READ-ONLY") status = Status::access_denied;
  return Failure("imap " + shown_place(options.place) + ": " + refusal.what(), status);
}

}  // namespace

void add_mail_options(CLI::App& command, MailOptions& options) {
  command.add_option("SERVER", options.place, "HOST, HOST:PORT or imap://USER@HOST:PORT/MAILBOX")
      ->required()
      ->option_text(plain);
  add_account(command, options.account);
  add_reach(command, options.reach);
}

void add_mailbox_options(CLI::App& command, MailOptions& options) {
  command.add_option("-m,--mailbox", options.mailbox, "The mailbox (default INBOX)")->type_name("NAME");
  command.add_flag("-n,--numbers", options.numbers, "Messages by their numbers instead of their UIDs");
}

int with_mail(const MailOptions& options, const std::function<void(IMAP4&)>& work) {
  std::signal(SIGPIPE, SIG_IGN);
  const MailPlace place = parse_mail_place(options.place);
  Account account = options.account;
  if (account.argument.empty() && !place.user.empty())
    account.argument = place.user + (place.password.empty() ? "" : ':' + place.password);
  account.complete();
  const auto network = options.reach.network();
  IMAP4 imap(place.host, place.port, options.reach.timeout_value(), *network);
  if (account.given() && imap.state() == "NONAUTH") {
    try {
      imap.login(account.user, account.password);
    } catch (const IMAP4::abort&) {
      throw;
    } catch (const IMAP4::error& refusal) {
      throw failure(options, refusal, Status::login_denied);
    }
  }
  try {
    work(imap);
  } catch (const IMAP4::error& refusal) {
    if (refusal.status().empty()) throw;
    throw failure(options, refusal, Status::weird_reply);
  }
  try {
    imap.logout();
  } catch (const std::runtime_error&) {
    return 0;  // everything asked for is done
  }
  return 0;
}

int in_mailbox(const MailOptions& options, bool read_only, const std::function<void(IMAP4&)>& work) {
  std::string mailbox = options.mailbox;
  if (mailbox.empty()) mailbox = parse_mail_place(options.place).mailbox;
  if (mailbox.empty()) mailbox = "INBOX";
  return with_mail(options, [&](IMAP4& imap) {
    try {
      imap.select(mailbox, read_only);
    } catch (const IMAP4::readonly& refusal) {
      throw failure(options, refusal, Status::access_denied);
    } catch (const IMAP4::error& refusal) {
      if (refusal.status() != "NO") throw;
      throw failure(options, refusal, Status::not_found);
    }
    work(imap);
  });
}

void fetch(IMAP4& imap, const MailOptions& options, const std::string& set, const std::string& parts,
           const std::function<void(imaplib::Message)>& use) {
  if (options.numbers)
    imap.fetch(set, parts, use);
  else
    imap.uid().fetch(set, parts, use);
}

std::vector<std::uint32_t> search(IMAP4& imap, const MailOptions& options, const std::string& criteria) {
  // Only what is not ASCII needs a character set, which a server may refuse to know.
  const bool ascii =
      std::ranges::all_of(criteria, [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
  imaplib::Command command;
  if (ascii) {
    command.raw(criteria, "search criteria");
  } else {
    // Words with other letters are strings, which become literals.
    for (std::size_t at = 0; at < criteria.size();) {
      const bool quoted = criteria[at] == '"';
      const std::size_t start = quoted ? at + 1 : at;
      const std::size_t end = std::min(criteria.find(quoted ? '"' : ' ', start), criteria.size());
      const std::string word = criteria.substr(start, end - start);
      const bool plain_word =
          std::ranges::all_of(word, [](char letter) { return static_cast<unsigned char>(letter) < 0x80; });
      if (quoted || !plain_word)
        command.string(word, "search criteria");
      else if (!word.empty())
        command.raw(word, "search criteria");
      at = end + 1;
    }
  }
  const std::string charset = ascii ? "" : "UTF-8";
  return options.numbers ? imap.search(command, charset) : imap.uid().search(command, charset);
}

std::string field(std::string text) {
  for (char& letter : text)
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f) letter = ' ';
  return text.empty() ? "-" : text;
}

}  // namespace porthole::cli
