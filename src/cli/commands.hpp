// SPDX-License-Identifier: MIT
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "cli/trace_options.hpp"

namespace porthole::cli {

/// Whether a command dials, and so shall find the practice hosts by name: then the program runs under the
/// interposer. `traced` goes there only for --trace.
enum class Dials { yes, traced, no };

/// What each command does once the command line is understood.
class Commands {
 public:
  /// Says what a command without a further subcommand does. It throws Failure, or anything exit_status()
  /// understands; what it returns is the exit status.
  void add(CLI::App* app, std::function<int()> work, Dials dials = Dials::yes);

  /// Does what the parsed command line says. `argv` is for starting again under the interposer.
  int work(char** argv) const;

  TraceOptions trace;
  /// What follows `run NAME`, untouched.
  std::vector<std::string> rest;

 private:
  struct Entry {
    CLI::App* app;
    std::function<int()> work;
    Dials dials;
  };
  std::vector<Entry> entries_;
};

/// All commands, in the order of the help.
void add_commands(CLI::App& app, Commands& commands);

/// In the help: the name alone, without the parser's words for its type and rules.
inline constexpr const char* plain = " ";

}  // namespace porthole::cli
