// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace porthole::http {

inline constexpr int HTTP_PORT = 80;

/// The reason phrase of a status code (IANA's registry, RFC 9110 section 15); empty for one that has none.
std::string_view responses(int status);

}  // namespace porthole::http
