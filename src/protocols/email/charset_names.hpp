// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace porthole::email {

/// The names under which to look for a character set, best first, in lower case: what mail calls it, turned
/// into what the C libraries' iconv(3) and to_utf8() itself know. No names where this can be no character
/// set.
std::vector<std::string> charset_names(std::string_view charset);

}  // namespace porthole::email
