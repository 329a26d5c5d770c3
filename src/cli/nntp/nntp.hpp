// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commands.hpp"

namespace porthole::cli {

/// `porthole nntp`: groups, over, article, head, body, post, new, info.
void add_nntp(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
