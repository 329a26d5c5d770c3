// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "cli/account.hpp"
#include "cli/progress.hpp"
#include "cli/reach.hpp"

namespace porthole::cli {

/// What `porthole get` and the subcommands of `porthole http` are told.
struct HttpOptions {
  /// For messages: "get", "http put".
  std::string command;
  /// Empty: GET, or POST with data.
  std::string method;
  std::string url;
  Reach reach;
  Account account;
  /// Each "Name: value", or "Name;" for an empty value.
  std::vector<std::string> headers;
  std::string range;

  // The request's body: pieces of a form joined by "&", or a file sent as it is read.
  std::vector<std::string> data;
  std::vector<std::string> data_binary;
  std::vector<std::string> data_urlencode;
  std::string upload;
  bool chunked = false;
  bool expect_continue = false;

  /// Empty or `-` is standard output.
  std::string output;
  bool include_head = false;
  bool fail = false;
  bool follow = false;
  int max_redirects = 10;
  bool json = false;
  bool progress = false;
};

}  // namespace porthole::cli
