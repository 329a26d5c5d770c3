// SPDX-License-Identifier: MIT
// protocol: Telnet
// title: Work at a host
// title.zh: 在主机上工作
// blurb: This terminal becomes the host's: every key goes there at once. Log in as guest; Ctrl-] leaves.
// blurb.zh: 这个终端成为主机的终端，每个按键立即发出。以 guest 登录；按 Ctrl-] 离开。
// usage: telnet_session [HOST [PORT]]
// page: telnet.test 23
// also: telehack.com 23

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "protocols/telnetlib.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "telnet.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : telnetlib::TELNET_PORT;
  try {
    telnetlib::Telnet telnet(host, port, seconds(20));
    std::cout << "Connected to " << telnet.stream().getpeername() << ". Ctrl-] leaves." << std::endl;

    // From here on poll() waits for keys and for the host, whichever comes first. The host is told how large
    // this terminal is, and told again when it changes.
    const telnetlib::Ended ended = telnetlib::interact(telnet);
    if (ended == telnetlib::Ended::by_host) std::cout << "The host has closed the connection.\n";
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
