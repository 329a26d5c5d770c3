// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace porthole::hosts {

/// Whether a text occurs in a message's headers of this name (empty: in all), as people read them. An empty
/// text asks whether there is such a header.
bool header_has(std::string_view message, std::string_view name, std::string_view text);

/// Whether it occurs in one of the message's texts, their transfer encodings and character sets undone.
bool body_has(std::string_view message, std::string_view text);

/// The day of its Date header, whatever its zone (RFC 3501, SENTON): seconds as if it were UTC.
std::optional<std::int64_t> sent_day(std::string_view message);

}  // namespace porthole::hosts
