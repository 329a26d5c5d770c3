// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace porthole::cli {

/// `porthole hosts`: the practice hosts that run now, one line a service. Status 1 when none do.
int list_hosts(const std::string& map);

}  // namespace porthole::cli
