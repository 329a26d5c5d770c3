// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/account.hpp"
#include "cli/imap/mail_place.hpp"
#include "cli/json.hpp"
#include "cli/reach.hpp"
#include "protocols/imaplib.hpp"

namespace porthole::cli {

class Commands;

/// What all commands about mail at a host share.
struct MailOptions {
  std::string place;
  /// What follows the server.
  std::vector<std::string> words;
  std::string mailbox;
  Account account;
  Reach reach;
  /// Message numbers instead of unique identifiers.
  bool numbers = false;
  bool json = false;
};

/// Adds the server and the options that hold for all.
void add_mail_options(CLI::App& command, MailOptions& options);
/// Adds -m,--mailbox and -n,--numbers.
void add_mailbox_options(CLI::App& command, MailOptions& options);

/// Connects, logs in where an account is given, does the work and logs out. Refusals become Failure with
/// curl's statuses: 67 for a login, 78 for a mailbox that is not there, 9 for what is not allowed.
int with_mail(const MailOptions& options, const std::function<void(imaplib::IMAP4&)>& work);
/// The same with a mailbox open: -m, else the URL's, else INBOX.
int in_mailbox(const MailOptions& options, bool read_only, const std::function<void(imaplib::IMAP4&)>& work);

/// FETCH, STORE, COPY and MOVE by unique identifiers, or by numbers where that was asked for.
void fetch(imaplib::IMAP4& imap, const MailOptions& options, const std::string& set, const std::string& parts,
           const std::function<void(imaplib::Message)>& use);
std::vector<std::uint32_t> search(imaplib::IMAP4& imap, const MailOptions& options,
                                  const std::string& criteria);

/// Text for one field of one line: control characters, tabs among them, as blanks; nothing as `-`.
std::string field(std::string text);

void add_imap_folders(CLI::App& imap, Commands& commands);
void add_imap_reading(CLI::App& imap, Commands& commands);
void add_imap_changing(CLI::App& imap, Commands& commands);
void add_imap_watching(CLI::App& imap, Commands& commands);

}  // namespace porthole::cli
