// SPDX-License-Identifier: MIT
// delete.
#include <iostream>

#include "cli/commands.hpp"
#include "cli/failure.hpp"
#include "cli/pop3/maildrop_session.hpp"

namespace porthole::cli {

void add_pop3_changing(CLI::App& pop3, Commands& commands) {
  auto options = std::make_shared<MaildropOptions>();
  auto* command = pop3.add_subcommand("delete", "Delete messages, all those named or none");
  add_maildrop_options(*command, *options);
  command->add_option("MESSAGE", options->messages, "Numbers or unique ids")
      ->expected(0, -1)
      ->option_text(plain);
  commands.add(command, [options] {
    return with_maildrop(*options, [](poplib::POP3& pop, const Named& named) {
      if (named.empty()) throw Failure("pop3 delete: which messages?", Status::usage);
      for (const auto number : find_messages(pop, named)) pop.dele(number);
    });
  });
}

}  // namespace porthole::cli
