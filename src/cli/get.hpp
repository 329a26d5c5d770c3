// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commands.hpp"

namespace porthole::cli {

/// `porthole get`: fetches one page, and shows redirects as they are. Exit statuses are those of fetch().
void add_get(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
