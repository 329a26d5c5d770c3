// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace porthole::cli {

/// A socket from its creation to its last close, without times, local addresses and descriptors. How the
/// bytes were cut into calls does not show.
struct Connection {
  /// What is not bytes, in order: `connect 198.18.0.10:80`, `shutdown SHUT_WR`, `recv: ECONNRESET`, …
  std::vector<std::string> said;
  std::string sent;
  std::string received;

  bool operator==(const Connection&) const = default;
};

/// The connections of a trace in JSON lines (docs/trace.md), in the order in which the program first used
/// them. Throws Failure with status 2 for a file that cannot be read or is no trace.
std::vector<Connection> read_trace(const std::string& file);

}  // namespace porthole::cli
