// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commands.hpp"

namespace porthole::cli {

/// `porthole ftp ls|get|cat|put|append|stat|mkdir|rmdir|rm|mv SERVER …`: files by FTP. Exit statuses are
/// curl's: 67 for a refused login, 78 for a file that is not there, 9 for what is not allowed.
void add_ftp(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
