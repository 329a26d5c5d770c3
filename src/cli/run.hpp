// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commands.hpp"

namespace porthole::cli {

/// `porthole run`: becomes the program, within reach of the practice hosts and traced if asked. The name is
/// an example's, a source file's or a folder's of sources (compiled first), or any file with a slash in its
/// path. Returns only by throwing Failure.
[[noreturn]] void run(const std::string& name, std::vector<std::string> arguments, const TraceOptions& trace);

/// `porthole run NAME ARGUMENTS`, and `--list` for the names of the examples.
void add_run(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
