// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commands.hpp"

namespace porthole::cli {

/// `porthole gopher URL`: a menu, a text, a file or a search, as the URL's type says.
void add_gopher(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
