// SPDX-License-Identifier: MIT
#include "protocols/telnetlib/codes.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace porthole::telnetlib {
namespace {

using Name = std::pair<std::uint8_t, std::string_view>;

constexpr std::array<Name, 16> commands = {{{SE, "SE"},
                                            {NOP, "NOP"},
                                            {DM, "DM"},
                                            {BRK, "BRK"},
                                            {IP, "IP"},
                                            {AO, "AO"},
                                            {AYT, "AYT"},
                                            {EC, "EC"},
                                            {EL, "EL"},
                                            {GA, "GA"},
                                            {SB, "SB"},
                                            {WILL, "WILL"},
                                            {WONT, "WONT"},
                                            {DO, "DO"},
                                            {DONT, "DONT"},
                                            {IAC, "IAC"}}};

constexpr std::array<Name, 17> options = {{{BINARY, "BINARY"},
                                           {ECHO_, "ECHO"},
                                           {SGA, "SUPPRESS-GO-AHEAD"},
                                           {5, "STATUS"},
                                           {TM, "TIMING-MARK"},
                                           {18, "LOGOUT"},
                                           {TTYPE, "TERMINAL-TYPE"},
                                           {25, "END-OF-RECORD"},
                                           {NAWS, "NAWS"},
                                           {32, "TERMINAL-SPEED"},
                                           {33, "TOGGLE-FLOW-CONTROL"},
                                           {34, "LINEMODE"},
                                           {35, "X-DISPLAY-LOCATION"},
                                           {36, "ENVIRON"},
                                           {37, "AUTHENTICATION"},
                                           {38, "ENCRYPT"},
                                           {39, "NEW-ENVIRON"}}};

std::string name_in(const auto& names, std::uint8_t code) {
  const auto* found = std::ranges::find(names, code, &Name::first);
  return found == names.end() ? std::to_string(code) : std::string(found->second);
}

}  // namespace

std::string command_name(std::uint8_t code) {
  return name_in(commands, code);
}

std::string option_name(std::uint8_t option) {
  return name_in(options, option);
}

std::string escape(std::string_view data) {
  std::string escaped;
  escaped.reserve(data.size());
  for (const char c : data) {
    if (static_cast<std::uint8_t>(c) == IAC) escaped += c;
    escaped += c;
  }
  return escaped;
}

std::string subnegotiation(std::uint8_t option, std::string_view data) {
  std::string bytes = {static_cast<char>(IAC), static_cast<char>(SB), static_cast<char>(option)};
  bytes += escape(data);
  return bytes.append({static_cast<char>(IAC), static_cast<char>(SE)});
}

}  // namespace porthole::telnetlib
