// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include "hosts/mailbox/stored_message.hpp"
#include "protocols/imaplib/scan.hpp"

namespace porthole::hosts {

inline constexpr std::string_view system_flags = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";
inline constexpr std::size_t longest_flag = 64;

/// Flags as a client names them, system flags in their one spelling. Throws std::invalid_argument for
/// \Recent, which is not a client's to set, and for what is no flag.
inline Flags read_flags(const std::vector<std::string>& words) {
  constexpr std::array<std::string_view, 5> known = {"\\Answered", "\\Flagged", "\\Deleted", "\\Seen",
                                                     "\\Draft"};
  Flags flags;
  for (const std::string& word : words) {
    const auto* const system =
        std::ranges::find_if(known, [&](std::string_view each) { return imaplib::same(each, word); });
    if (system != known.end()) {
      flags.emplace(*system);
      continue;
    }
    const bool atom =
        !word.empty() && word.size() <= longest_flag && std::ranges::all_of(word, [](char letter) {
          return letter > ' ' && letter < 0x7f &&
                 std::string_view("(){%*\"\\]").find(letter) == std::string_view::npos;
        });
    if (!atom) throw std::invalid_argument("that flag cannot be set");
    flags.insert(word);
  }
  return flags;
}

}  // namespace porthole::hosts
