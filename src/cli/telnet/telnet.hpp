// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commands.hpp"

namespace porthole::cli {

/// `porthole telnet HOST [PORT]`: the terminal, or a script on standard input, joined to a Telnet host. Ends
/// with 0 when the host ends the connection or the person leaves; curl's numbers for failures.
void add_telnet(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
