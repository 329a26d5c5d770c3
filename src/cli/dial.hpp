// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "cli/reach.hpp"
#include "socket/socket.hpp"

namespace porthole::cli {

/// Exit statuses that tell what failed; `tcp` uses 1 for each, `get` curl's numbers.
struct DialStatus {
  int name = 1;
  int connection = 1;
  int time = 1;
};

/// A connection to the first address of the host that answers. Throws Failure: "connect HOST:PORT: REASON",
/// where the reason is that of the last address.
Socket dial(const std::string& host, int port, const Reach& reach, const DialStatus& status = {});

}  // namespace porthole::cli
