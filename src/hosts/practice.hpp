// SPDX-License-Identifier: MIT
#pragma once

#include <ostream>
#include <string>

namespace porthole::hosts {

/// Starts every practice host on free ports of 127.0.0.1, writes the practice map to `map`, prints what is
/// served to `out`, and serves until SIGINT or SIGTERM; then the map is gone again. Throws what MapFile and
/// the sockets throw.
void serve_practice(const std::string& map, std::ostream& out);

}  // namespace porthole::hosts
