// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace porthole {

/// Refuses what would end a command's line and begin another (command injection): an argument with CR, LF
/// or NUL is std::invalid_argument and nothing is sent. Returns the argument. `what` names it in the message:
/// "user name may not hold CR, LF or NUL".
inline std::string_view one_line(std::string_view argument, std::string_view what) {
  if (argument.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
    throw std::invalid_argument(std::string(what) + " may not hold CR, LF or NUL");
  return argument;
}

}  // namespace porthole
