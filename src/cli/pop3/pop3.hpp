// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commands.hpp"

namespace porthole::cli {

/// `porthole pop3 stat|list|capa|fetch|top|delete SERVER …`: a maildrop from the command line. Exit statuses
/// are curl's: 67 for a refused login, 78 for a message that is not there.
void add_pop3(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
