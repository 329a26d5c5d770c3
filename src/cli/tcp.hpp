// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "cli/commands.hpp"
#include "cli/reach.hpp"

namespace porthole::cli {

struct TcpOptions {
  std::string host;
  int port = 0;
  Reach reach;
  bool crlf = false;
  bool verbose = false;
};

/// `porthole tcp`: standard input to the host, the host to standard output, byte for byte. The end of the
/// input is passed on (half-close); the command ends when the host ends the connection.
int tcp(const TcpOptions& options);

void add_tcp(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
