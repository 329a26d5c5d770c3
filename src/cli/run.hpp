// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commands.hpp"

namespace porthole::cli {

/// `porthole run`: becomes the program, an example by name or any file with a slash in its path, within reach
/// of the practice hosts and traced if asked. Returns only by throwing Failure.
[[noreturn]] void run(const std::string& program, const std::vector<std::string>& arguments,
                      const TraceOptions& trace);

/// `porthole run NAME ARGUMENTS`, and `--list` for the names of the examples.
void add_run(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
