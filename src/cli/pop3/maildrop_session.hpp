// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/account.hpp"
#include "cli/reach.hpp"
#include "protocols/poplib.hpp"

namespace porthole::cli {

class Commands;

/// What all commands about a maildrop share.
struct MaildropOptions {
  std::string place;
  /// Messages, by number or unique id.
  std::vector<std::string> messages;
  Account account;
  Reach reach;
  std::string login = "auto";
  bool json = false;
};

/// Adds the server (HOST[:PORT] or a URL), the account, the reach and --login.
void add_maildrop_options(CLI::App& command, MaildropOptions& options);

/// Which messages are meant: of the URL, then of the command line.
using Named = std::vector<std::string>;
using MaildropWork = std::function<void(poplib::POP3&, const Named&)>;

/// Connects, logs in (`with_login`; an account must be given then), does the work and quits, which is when
/// messages marked by it are removed. Refusals of the server become Failure: 67 for a login, 78 for a message
/// that is not there.
int with_maildrop(const MaildropOptions& options, const MaildropWork& work, bool with_login = true);

/// The numbers of named messages; a name that is no number is looked for among the unique ids. Throws Failure
/// for one that does not exist.
std::vector<poplib::MessageNumber> find_messages(poplib::POP3& pop, const Named& named);

void add_pop3_listing(CLI::App& pop3, Commands& commands);
void add_pop3_fetching(CLI::App& pop3, Commands& commands);
void add_pop3_changing(CLI::App& pop3, Commands& commands);

}  // namespace porthole::cli
