// SPDX-License-Identifier: MIT
#include "cli/pop3/maildrop_session.hpp"

#include <algorithm>
#include <charconv>
#include <csignal>
#include <optional>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/pop3/maildrop_place.hpp"
#include "cli/server_place.hpp"

namespace porthole::cli {
namespace {

void log_in(poplib::POP3& pop, const std::string& how, const Account& account) {
  if (how == "apop" || (how == "auto" && pop.has_timestamp())) {
    pop.apop(account.user, account.password);
  } else {
    pop.user(account.user);
    pop.pass_(account.password);
  }
}

std::optional<poplib::MessageNumber> number_of(std::string_view text) {
  poplib::MessageNumber number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

}  // namespace

void add_maildrop_options(CLI::App& command, MaildropOptions& options) {
  command.add_option("SERVER", options.place, "HOST, HOST:PORT or pop3://USER:PASSWORD@HOST/NUMBER")
      ->required()
      ->option_text(plain);
  add_account(command, options.account);
  command
      .add_option("--login", options.login,
                  "apop proves the password, user sends it (default: apop where it is offered)")
      ->option_text("apop|user")
      ->check(CLI::IsMember({"apop", "user", "auto"}));
  add_reach(command, options.reach);
}

int with_maildrop(const MaildropOptions& options, const MaildropWork& work, bool with_login) {
  std::signal(SIGPIPE, SIG_IGN);
  const MaildropPlace place = parse_maildrop_place(options.place);
  Named named = place.message.empty() ? Named() : Named{place.message};
  named.insert(named.end(), options.messages.begin(), options.messages.end());
  Account account = options.account;
  if (account.argument.empty() && !place.user.empty())
    account.argument = place.password.empty() ? place.user : place.user + ':' + place.password;
  if (with_login) {
    account.complete();
    if (!account.given())
      throw Failure("pop3 " + shown_place(options.place) + ": whose mail? give -u USER", Status::usage);
  }
  const auto network = options.reach.network();
  poplib::POP3 pop(place.host, place.port, options.reach.timeout_value(), *network);
  int refused = Status::login_denied;
  try {
    if (with_login) log_in(pop, options.login, account);
    refused = Status::not_found;
    work(pop, named);
    refused = Status::failed;
    pop.quit();
  } catch (const poplib::error_proto& refusal) {
    const bool malformed = !refusal.response().starts_with("-ERR");
    throw Failure("pop3 " + shown_place(options.place) + ": " + refusal.what(),
                  malformed ? Status::weird_reply : refused);
  }
  return 0;
}

std::vector<poplib::MessageNumber> find_messages(poplib::POP3& pop, const Named& named) {
  std::vector<poplib::MessageNumber> numbers;
  std::optional<std::vector<poplib::UniqueId>> ids;
  for (const std::string& name : named) {
    if (const auto number = number_of(name)) {
      numbers.push_back(*number);
      continue;
    }
    if (!ids) ids = pop.uidl();
    const auto found = std::ranges::find(*ids, name, &poplib::UniqueId::id);
    if (found == ids->end())
      throw Failure("pop3: there is no message with the unique id " + name, Status::not_found);
    numbers.push_back(found->number);
  }
  return numbers;
}

}  // namespace porthole::cli
