// SPDX-License-Identifier: MIT
#include "cli/reach.hpp"

#include "cli/commands.hpp"

namespace porthole::cli {

void add_reach(CLI::App& command, Reach& reach) {
  auto* inet =
      command.add_flag_callback("-4,--ipv4", [&] { reach.family = AF_INET; }, "Use IPv4 addresses only");
  command.add_flag_callback(
             "-6,--ipv6", [&] { reach.family = AF_INET6; }, "Use IPv6 addresses only")
      ->option_text(plain)
      ->excludes(inet);
  inet->option_text(plain);
  command
      .add_option("--timeout", reach.timeout, "Give up when nothing happens for so long, connecting included")
      ->option_text("SECONDS")
      ->check(CLI::PositiveNumber);
}

}  // namespace porthole::cli
