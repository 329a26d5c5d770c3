// SPDX-License-Identifier: MIT
#include "cli/hosts_command.hpp"

#include <arpa/inet.h>

#include <array>
#include <iomanip>
#include <iostream>
#include <memory>

#include "cli/failure.hpp"
#include "cli/practice_command.hpp"
#include "preload/practice_map.hpp"

namespace porthole::cli {
namespace {

int list_hosts(const std::string& map) {
  PracticeMap hosts;
  if (!PracticeMap::load(map.c_str(), hosts) || hosts.services().empty())
    throw Failure("no practice hosts are running (no " + map + "): start them with porthole practice");
  for (const PracticeService& service : hosts.services()) {
    if (service.port == service.target) continue;  // a passive port of FTP: for transfers only
    std::array<char, INET_ADDRSTRLEN> address{};
    const in_addr network{htonl(service.address)};
    inet_ntop(AF_INET, &network, address.data(), address.size());
    std::cout << std::left << std::setw(12) << service.host() << ' ' << std::setw(13) << address.data()
              << std::right << std::setw(6) << service.port << "  127.0.0.1:" << service.target << '\n';
  }
  return 0;
}

}  // namespace

void add_hosts(CLI::App& app, Commands& commands) {
  auto map = std::make_shared<std::string>();
  auto* hosts = app.add_subcommand("hosts", "List the practice hosts that run");
  add_map(*hosts, *map);
  commands.add(hosts, [map] { return list_hosts(map_or_default(*map)); }, Dials::no);
}

}  // namespace porthole::cli
