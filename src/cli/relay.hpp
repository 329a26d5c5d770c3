// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

namespace porthole::cli {

/// Carries bytes between a connected socket and two other descriptors, each way as fast as its reader takes
/// them, neither way waiting for the other. Sends the end of `input` on as a half-close, and returns when the
/// socket's stream has ended and everything is written. Memory is bounded by a buffer each way.
struct Relay {
  int socket = -1;
  int input = -1;
  int output = -1;
  /// Seconds without a byte either way before it gives up.
  std::optional<double> timeout;
  /// LF from the input becomes CR LF, unless a CR stands before it already.
  bool crlf = false;

  /// Throws Failure with the call that went wrong.
  void run();
};

}  // namespace porthole::cli
