// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "hosts/session.hpp"

namespace porthole::hosts {

/// Every practice host, one a protocol and port.
std::vector<std::unique_ptr<Host>> all_hosts();

}  // namespace porthole::hosts
