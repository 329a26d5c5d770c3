// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/account.hpp"
#include "cli/nntp/news_place.hpp"
#include "cli/reach.hpp"
#include "protocols/nntplib.hpp"

namespace porthole::cli {

class Commands;

/// What all commands about news share.
struct NewsOptions {
  std::string place;
  /// What follows the server.
  std::vector<std::string> words;
  Account account;
  Reach reach;
  bool json = false;
};

/// Adds the server (HOST[:PORT] or a URL) and the options of NewsOptions.
void add_news_options(CLI::App& command, NewsOptions& options);

/// Connects, logs in where an account is given, does the work and quits. Refusals of the server become
/// Failure with curl's statuses: 67 for a login, 78 for a group or an article that is not there, 9 for what
/// is not allowed.
/// The work is given the words of the command line behind those of the URL's path.
int with_news(const NewsOptions& options,
              const std::function<void(nntplib::NNTP&, const std::vector<std::string>&)>& work);

/// Text for one field of one line: control characters, tabs among them, as blanks.
std::string one_field(std::string text);

void add_nntp_reading(CLI::App& nntp, Commands& commands);
void add_nntp_writing(CLI::App& nntp, Commands& commands);

}  // namespace porthole::cli
