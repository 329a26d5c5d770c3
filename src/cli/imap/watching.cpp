// SPDX-License-Identifier: MIT
#include <algorithm>
#include <iostream>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/imap/session.hpp"
#include "cli/server_place.hpp"
#include "protocols/imaplib/scan.hpp"

namespace porthole::cli {
namespace {

using imaplib::IMAP4;

struct WatchOptions : MailOptions {
  double duration = 0;
  int count = 0;
};

/// A server may end an idle session after 30 minutes.
constexpr double longest_idle = 29 * 60.0;

void show(const MailOptions& options, const imaplib::Response& news) {
  if (options.json) {
    Json one = {{"event", imaplib::lower(news.name)}, {"number", news.number}};
    if (news.message && news.message->flags) one["flags"] = *news.message->flags;
    std::cout << one.dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
    return;
  }
  std::cout << imaplib::lower(news.name) << '\t' << news.number;
  if (news.message && news.message->flags) {
    std::cout << '\t';
    for (const std::string& flag : *news.message->flags) std::cout << flag << ' ';
  }
  std::cout << std::endl;
}

int watch(const WatchOptions& options) {
  return in_mailbox(options, true, [&](IMAP4& imap) {
    using Clock = std::chrono::steady_clock;
    if (!imap.has("IDLE"))
      throw Failure("imap " + shown_place(options.place) + ": the server has no IDLE (RFC 2177)");
    std::cerr << "watching " << imap.selected().name << ": " << imap.selected().exists << " messages"
              << std::endl;
    const auto start = Clock::now();
    for (int seen = 0;;) {
      const double left = options.duration > 0
                              ? options.duration - std::chrono::duration<double>(Clock::now() - start).count()
                              : longest_idle;
      if (left <= 0) return;
      auto idler = imap.idle(seconds(std::min(left, longest_idle)));
      while (const auto news = idler.next()) {
        if (news->name != "EXISTS" && news->name != "EXPUNGE" && news->name != "FETCH" &&
            news->name != "RECENT")
          continue;
        show(options, *news);
        if (++seen == options.count) return;
      }
      idler.done();
    }
  });
}

}  // namespace

void add_imap_watching(CLI::App& imap, Commands& commands) {
  auto options = std::make_shared<WatchOptions>();
  auto* command =
      imap.add_subcommand("watch", "Tell what happens in a mailbox, as it happens (IDLE)")->alias("idle");
  add_mail_options(*command, *options);
  add_mailbox_options(*command, *options);
  command->add_option("-d,--duration", options->duration, "So many seconds (default: for ever)")
      ->type_name("SECONDS")
      ->check(CLI::NonNegativeNumber);
  command->add_option("-c,--count", options->count, "End after so many lines")
      ->type_name("N")
      ->check(CLI::PositiveNumber);
  command->add_flag("--json", options->json, "One JSON object a line");
  commands.add(command, [options] { return watch(*options); });
}

}  // namespace porthole::cli
