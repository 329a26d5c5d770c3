// SPDX-License-Identifier: MIT
#include "cli/commands.hpp"

#include <algorithm>

#include "cli/compare.hpp"
#include "cli/failure.hpp"
#include "cli/ftp/ftp.hpp"
#include "cli/get.hpp"
#include "cli/gopher/gopher.hpp"
#include "cli/hosts_command.hpp"
#include "cli/http/http.hpp"
#include "cli/imap/imap.hpp"
#include "cli/nntp/nntp.hpp"
#include "cli/pop3/pop3.hpp"
#include "cli/practice_command.hpp"
#include "cli/run.hpp"
#include "cli/smtp/smtp.hpp"
#include "cli/tcp.hpp"
#include "cli/telnet/telnet.hpp"

namespace porthole::cli {

void add_commands(CLI::App& app, Commands& commands) {
  add_tcp(app, commands);
  add_get(app, commands);
  add_http(app, commands);
  add_nntp(app, commands);
  add_ftp(app, commands);
  add_smtp(app, commands);
  add_pop3(app, commands);
  add_imap(app, commands);
  add_telnet(app, commands);
  add_gopher(app, commands);
  add_run(app, commands);
  add_compare(app, commands);
  add_practice(app, commands);
  add_hosts(app, commands);
}

void Commands::add(CLI::App* app, std::function<int()> work, Dials dials) {
  entries_.push_back({app, std::move(work), dials});
}

int Commands::work(char** argv) const {
  const auto meant = std::ranges::find_if(entries_, [](const Entry& entry) {
    return entry.app->parsed() && entry.app->get_subcommands().empty();
  });
  if (meant == entries_.end()) return usage_status;
  if (meant->dials == Dials::yes || (meant->dials == Dials::traced && trace.wanted))
    rerun_interposed(trace, argv);
  return meant->work();
}

}  // namespace porthole::cli
