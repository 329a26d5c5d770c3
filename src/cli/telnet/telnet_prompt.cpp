// SPDX-License-Identifier: MIT
#include "cli/telnet/telnet_prompt.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <iostream>
#include <sstream>

namespace porthole::cli {
namespace {

using namespace telnetlib;

constexpr std::array<std::uint8_t, 7> sendable = {AYT, IP, BRK, AO, EC, EL, NOP};

void show_status(const Telnet& telnet, const std::string& host) {
  std::cerr << "Connected to " << host << ".\n";
  for (int option = 0; option < 256; ++option) {
    const auto code = static_cast<std::uint8_t>(option);
    if (telnet.enabled(Side::us, code)) std::cerr << "  here:  " << option_name(code) << '\n';
    if (telnet.enabled(Side::them, code)) std::cerr << "  there: " << option_name(code) << '\n';
  }
}

void send_command(Telnet& telnet, std::string name) {
  std::ranges::transform(name, name.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const auto* code =
      std::ranges::find_if(sendable, [&](std::uint8_t each) { return command_name(each) == name; });
  if (code != sendable.end()) return telnet.send_command(*code);
  std::cerr << "send what? One of";
  for (const std::uint8_t each : sendable) std::cerr << ' ' << command_name(each);
  std::cerr << '\n';
}

}  // namespace

bool telnet_prompt(Telnet& telnet, const std::string& host) {
  for (;;) {
    std::cerr << "\ntelnet> " << std::flush;
    std::string line;
    if (!std::getline(std::cin, line)) return false;
    std::istringstream words(line);
    std::string command;
    std::string argument;
    words >> command >> argument;
    if (command.empty()) return true;
    if (command == "quit" || command == "close" || command == "q") return false;
    if (command == "status") {
      show_status(telnet, host);
      return true;
    }
    if (command == "send") {
      send_command(telnet, argument);
      return true;
    }
    std::cerr << "quit        end the session\nstatus      which options are in use\n"
                 "send NAME   send a command: AYT, IP, BRK, AO, EC, EL, NOP\n"
                 "(an empty line goes back)\n";
  }
}

}  // namespace porthole::cli
