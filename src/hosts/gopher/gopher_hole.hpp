// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace porthole::hosts {

/// What gopher.test answers to a selector and, after a tab, a query: ready to send, the lone dot included
/// where there is one. What is not there is an item of type 3.
std::string gopher_answer(std::string_view selector, std::string_view query);

}  // namespace porthole::hosts
