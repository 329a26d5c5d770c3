// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commands.hpp"

namespace porthole::cli {

/// Adds --map, the practice map's place.
void add_map(CLI::App& command, std::string& map);

/// The map asked for, or the usual place of the practice map.
std::string map_or_default(const std::string& map);

/// `porthole practice`: serves the practice hosts until Ctrl-C.
void add_practice(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
