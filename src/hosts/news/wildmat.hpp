// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace porthole::hosts {

/// Whether a name matches a wildmat (RFC 3977 section 4): patterns parted by commas, `*` for any text, `?`
/// for one character of UTF-8, `!` before a pattern that takes out again; the last one that fits decides. Its
/// time is bounded by the product of the lengths.
bool wildmat(std::string_view name, std::string_view patterns);

}  // namespace porthole::hosts
