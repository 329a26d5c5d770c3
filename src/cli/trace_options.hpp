// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace porthole::cli {

/// What `--trace` and `--trace-bytes` ask for.
struct TraceOptions {
  bool wanted = false;
  /// Where the records go; empty is standard error.
  std::string file;
  /// How many bytes of each transfer are shown: a number or `all`.
  std::string bytes = "64";
};

/// Prepares the environment so that a program started from now on reaches the practice hosts, and is traced
/// if asked. Throws Failure when a trace is wanted and cannot be had.
void interpose(const TraceOptions& trace);

/// For the commands that use sockets themselves: starts this program again under the interposer, once.
/// Returns when it already runs so, or where there is no interposer.
void rerun_interposed(const TraceOptions& trace, char** argv);

}  // namespace porthole::cli
