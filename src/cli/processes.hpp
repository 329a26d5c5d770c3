// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace porthole::cli {

/// Runs a program by its name on PATH, with our own standard streams, and waits for its end. Returns its exit
/// status, 128 and the signal's number where one ended it, as a shell has it. Throws std::system_error when
/// it cannot be started.
int run_and_wait(const std::vector<std::string>& command);

/// A command from the environment, split at blanks (`CXX="ccache g++"`), or else the given word.
std::vector<std::string> command_from(const char* variable, const std::string& otherwise);

}  // namespace porthole::cli
