// SPDX-License-Identifier: MIT
// The practice hosts as a program of the page's own network: each listens at its true address and port. A
// line a service tells who is where: name, address, port. After the empty line they answer.

#include <exception>
#include <iostream>

#include "hosts/all_hosts.hpp"
#include "hosts/loop.hpp"

int main() {
  try {
    const auto hosts = porthole::hosts::all_hosts();
    porthole::hosts::Loop loop;
    for (const auto& host : hosts) {
      loop.listen(*host, {std::string(host->address()), host->port()});
      if (host->about().empty()) continue;  // a passive port of FTP
      std::cout << host->name() << ' ' << host->address() << ' ' << host->port() << '\n';
    }
    std::cout << std::endl;
    loop.run(-1);
  } catch (const std::exception& problem) {
    std::cerr << "practice hosts: " << problem.what() << '\n';
    return 1;
  }
  return 0;
}
