// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

namespace porthole::cli {

/// How to reach a host: which family of addresses, and how long to wait, for the connection as for each byte
/// after it.
struct Reach {
  int family = 0;
  std::optional<double> timeout;
};

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

}  // namespace porthole::cli
