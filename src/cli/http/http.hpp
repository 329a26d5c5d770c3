// SPDX-License-Identifier: MIT
#pragma once

#include "cli/commands.hpp"
#include "cli/http/options.hpp"

namespace porthole::cli {

/// Adds the options that say where an answer goes, and how the host is reached: what `get` has.
void add_answer_options(CLI::App& command, HttpOptions& options);

/// `porthole http rpc`.
void add_rpc(CLI::App& http, Commands& commands);

/// `porthole http get|head|post|put|patch|delete|options|request`.
void add_http(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
