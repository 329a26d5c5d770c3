// SPDX-License-Identifier: MIT
#include "cli/ftp/ftp.hpp"

#include "cli/ftp/file_session.hpp"

namespace porthole::cli {

void add_ftp(CLI::App& app, Commands& commands) {
  auto* ftp = app.add_subcommand("ftp", "List, fetch, store and change files at a host (FTP)");
  ftp->require_subcommand(1);
  add_ftp_listing(*ftp, commands);
  add_ftp_fetching(*ftp, commands);
  add_ftp_sending(*ftp, commands);
  add_ftp_changing(*ftp, commands);
}

}  // namespace porthole::cli
