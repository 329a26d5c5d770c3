// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commands.hpp"

namespace porthole::cli {

/// `porthole smtp send|verify|capabilities SERVER …`: mail handed in from the command line. Exit statuses are
/// curl's: 67 for a refused login, 55 for a message or all recipients refused, 18 where only some have it, 78
/// for an address that VRFY does not know.
void add_smtp(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
