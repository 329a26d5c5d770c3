// SPDX-License-Identifier: MIT
#include "cli/pop3/pop3.hpp"

#include "cli/pop3/maildrop_session.hpp"

namespace porthole::cli {

void add_pop3(CLI::App& app, Commands& commands) {
  auto* pop3 = app.add_subcommand("pop3", "Fetch mail from a host (POP3)");
  pop3->require_subcommand(1);
  add_pop3_listing(*pop3, commands);
  add_pop3_fetching(*pop3, commands);
  add_pop3_changing(*pop3, commands);
}

}  // namespace porthole::cli
