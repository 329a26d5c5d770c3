// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/stream/channel.hpp"

namespace porthole {

/// The multi-line form that SMTP (RFC 5321 section 4.5.2), POP3 (RFC 1939 section 3) and NNTP (RFC 3977
/// section 3.1.1) share: lines that begin with a dot get another one, and a dot alone is the end.

/// Text ready to send, the end included: every line end (CR LF, LF or CR) as CR LF, dots doubled.
std::string dot_stuff(std::string_view text);

/// Bounds for one multi-line answer.
struct DotLimits {
  std::size_t line = std::size_t{64} * 1024;
  std::size_t total = std::size_t{64} * 1024 * 1024;
};

/// Reads to the lone dot: each line without its end and without its doubled dot goes to `use`. Throws
/// LimitError, EOFError. The total counts bytes as they came.
void read_dot_lines(Channel& channel, const std::function<void(std::string)>& use,
                    const DotLimits& limits = {});

/// All lines in one list. A list's bookkeeping is counted too, so that empty lines cannot fill the memory.
std::vector<std::string> read_dot_lines(Channel& channel, const DotLimits& limits = {});

/// All lines as one text, each ended by CR LF: a message as it was stored.
std::string read_dot_text(Channel& channel, const DotLimits& limits = {});

}  // namespace porthole
