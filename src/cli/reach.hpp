// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>

#include "protocols/stream/network.hpp"
#include "socket/timeout.hpp"

namespace porthole::cli {

/// How to reach a host: which family of addresses, and how long to wait, for the connection as for each byte
/// after it.
struct Reach {
  int family = 0;
  std::optional<double> timeout;

  /// The network that keeps to the family. It must outlive the clients made on it.
  [[nodiscard]] std::unique_ptr<Network> network() const { return std::make_unique<SocketNetwork>(family); }
  /// For a client's constructor.
  [[nodiscard]] Timeout timeout_value() const { return timeout ? seconds(*timeout) : Timeout(); }
};

/// Adds -4, -6 and --timeout.
void add_reach(CLI::App& command, Reach& reach);

}  // namespace porthole::cli
