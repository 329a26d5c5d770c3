// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace porthole::hosts {

/// The pages of www.test that are always the same.
extern const std::string_view home_text;
extern const std::string_view chinese_text;
extern const std::string_view form_text;
extern const std::string_view poem_text;

}  // namespace porthole::hosts
