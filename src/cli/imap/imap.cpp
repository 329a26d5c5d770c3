// SPDX-License-Identifier: MIT
#include "cli/imap/imap.hpp"

#include "cli/imap/session.hpp"

namespace porthole::cli {

void add_imap(CLI::App& app, Commands& commands) {
  auto* imap = app.add_subcommand("imap", "Read and sort mail at a host (IMAP4)");
  imap->require_subcommand(1);
  add_imap_folders(*imap, commands);
  add_imap_reading(*imap, commands);
  add_imap_changing(*imap, commands);
  add_imap_watching(*imap, commands);
}

}  // namespace porthole::cli
