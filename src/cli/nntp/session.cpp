// SPDX-License-Identifier: MIT
#include "cli/nntp/session.hpp"

#include <csignal>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/server_place.hpp"

namespace porthole::cli {
namespace {

int status_of(const nntplib::NNTPError& refusal) {
  switch (refusal.code()) {
    case 411:
    case 420:
    case 421:
    case 422:
    case 423:
    case 430:
      return Status::not_found;
    case 480:
    case 481:
    case 482:
      return Status::login_denied;
    case 440:
    case 441:
    case 483:
    case 502:
      return Status::access_denied;
    default:
      return Status::weird_reply;
  }
}

}  // namespace

void add_news_options(CLI::App& command, NewsOptions& options) {
  command
      .add_option("SERVER", options.place, "HOST, HOST:PORT, nntp://HOST/GROUP/NUMBER or news://HOST/GROUP")
      ->required()
      ->option_text(plain);
  add_account(command, options.account);
  add_reach(command, options.reach);
}

int with_news(const NewsOptions& options,
              const std::function<void(nntplib::NNTP&, const std::vector<std::string>&)>& work) {
  std::signal(SIGPIPE, SIG_IGN);
  const NewsPlace place = parse_news_place(options.place);
  std::vector<std::string> words = place.path;
  words.insert(words.end(), options.words.begin(), options.words.end());
  Account account = options.account;
  account.complete();
  if (!account.given()) {
    account.user = place.user;
    account.password = place.password;
  }
  const auto network = options.reach.network();
  nntplib::NNTP news(place.host, place.port, options.reach.timeout_value(), *network);
  try {
    if (account.given()) news.login(account.user, account.password);
    work(news, words);
  } catch (const nntplib::NNTPError& refusal) {
    throw Failure("nntp " + shown_place(options.place) + ": " + refusal.what(), status_of(refusal));
  }
  if (news.closed()) return 0;
  try {
    news.quit();
  } catch (const std::runtime_error&) {
    return 0;  // everything asked for is here
  }
  return 0;
}

std::string one_field(std::string text) {
  for (char& character : text)
    if (static_cast<unsigned char>(character) < 0x20 || character == 0x7f) character = ' ';
  return text;
}

}  // namespace porthole::cli
