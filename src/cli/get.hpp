// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "cli/commands.hpp"
#include "cli/reach.hpp"

namespace porthole::cli {

struct GetOptions {
  std::string url;
  Reach reach;
  /// Empty or `-` is standard output.
  std::string output;
  bool include_head = false;
  bool fail = false;
};

/// `porthole get`: fetches one page by HTTP/1.0. Exit statuses are curl's: 1 scheme, 3 URL, 6 name, 7
/// connect, 8 answer makes no sense, 18 body shorter than announced, 22 status 400 or more with --fail, 23
/// cannot write, 28 timeout, 52 no answer at all, 56 connection lost.
int get(const GetOptions& options);

void add_get(CLI::App& app, Commands& commands);

}  // namespace porthole::cli
