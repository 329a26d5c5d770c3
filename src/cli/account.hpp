// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace porthole::cli {

/// Who logs in. The password comes with the user (`-u USER:PASSWORD`), from a file (its first line; `-` is
/// standard input), or is asked for on the terminal, where it is not shown.
struct Account {
  std::string user;
  std::string password;

  [[nodiscard]] bool given() const { return !user.empty(); }
  /// Fills in the password where only the user was given. Throws Failure when it cannot be had.
  void complete();

  std::string argument;
  std::string password_file;
};

/// Adds -u,--user and --password-file. `required` makes the user a must.
void add_account(CLI::App& command, Account& account, bool required = false);

}  // namespace porthole::cli
