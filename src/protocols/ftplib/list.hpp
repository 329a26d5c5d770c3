// SPDX-License-Identifier: MIT
#pragma once

#include <ctime>
#include <optional>
#include <string_view>

#include "protocols/ftplib/parse.hpp"

namespace porthole::ftplib {

/// A line of LIST as an entry, of the forms that hosts commonly have: `ls -l` of Unix, `dir` of Windows, and
/// EPLF. Nothing for any other line ("total 12"). The facts are called as in MLSD: "type" (file, dir, or
/// OS.unix=slink:TARGET), "size", "modify" (without seconds where the line has none, and in the host's own
/// time zone, which LIST does not tell), "unix.mode". `now` is for the lines of `ls` that leave the year out:
/// they mean the last twelve months.
std::optional<Entry> parse_list(std::string_view line, std::time_t now = std::time(nullptr));

}  // namespace porthole::ftplib
