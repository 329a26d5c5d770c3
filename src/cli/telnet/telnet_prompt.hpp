// SPDX-License-Identifier: MIT
#pragma once

#include "protocols/telnetlib.hpp"

namespace porthole::cli {

/// What the escape key brings up: one command on a line of its own (status, send AYT, quit, …). False when
/// the session is to end.
bool telnet_prompt(telnetlib::Telnet& telnet, const std::string& host);

}  // namespace porthole::cli
