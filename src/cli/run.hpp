// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/trace_options.hpp"

namespace porthole::cli {

/// `porthole run`: becomes the program, an example by name or any file with a slash in its path, within reach
/// of the practice hosts and traced if asked. Returns only by throwing Failure.
[[noreturn]] void run(const std::string& program, const std::vector<std::string>& arguments,
                      const TraceOptions& trace);

/// `porthole run --list`: the names of the examples.
int list_examples();

}  // namespace porthole::cli
