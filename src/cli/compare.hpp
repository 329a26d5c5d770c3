// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commands.hpp"

namespace porthole::cli {

/// `porthole compare A B`: what two runs of one program did on the wire, side by side.
void add_compare(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
