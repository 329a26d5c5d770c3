// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commands.hpp"

namespace porthole::cli {

/// `porthole imap`: folders and messages of a mailbox at a host.
void add_imap(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
