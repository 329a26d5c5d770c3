// SPDX-License-Identifier: MIT
#include "cli/nntp/nntp.hpp"

#include "cli/nntp/session.hpp"

namespace porthole::cli {

void add_nntp(CLI::App& app, Commands& commands) {
  auto* nntp = app.add_subcommand("nntp", "Read and post news (NNTP)");
  nntp->require_subcommand(1);
  add_nntp_reading(*nntp, commands);
  add_nntp_writing(*nntp, commands);
}

}  // namespace porthole::cli
