// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commands.hpp"

namespace porthole::cli {

/// `porthole hosts`: the practice hosts that run now, one line a service. Status 1 when none do.
void add_hosts(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
