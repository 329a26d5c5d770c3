// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "protocols/telnetlib/telnet.hpp"

namespace porthole::telnetlib {

/// How an interaction goes.
struct Interact {
  int in = 0;
  int out = 1;
  /// This key leaves (by default Ctrl-], as everywhere); none for no such key. Only from a terminal.
  std::optional<char> escape = '\x1d';
};

/// Why interact() came back.
enum class Ended { by_host, by_escape };

/// Joins a person, or a script on standard input, to the host until the host ends the connection or the
/// escape key is pressed. Where the host echoes, the terminal is raw: every key goes at once, and what is
/// shown comes from the host, passwords not. Otherwise lines are edited here and sent whole. The window's
/// size is told at the beginning and whenever it changes. The end of an input that is no terminal half-closes
/// the connection. The terminal is always put back as it was.
///
/// Throws porthole::error when the connection or the descriptors fail.
Ended interact(Telnet& telnet, const Interact& how = {});

}  // namespace porthole::telnetlib
