// SPDX-License-Identifier: MIT
// protocol: Servers
// title: Port scanner
// title.zh: 端口扫描器
// blurb: Connects to a range of ports, many at once without blocking, and tells which are open, and as what.
// blurb.zh: 以非阻塞方式同时连接一段端口，报告哪些开着，以及它们的用途。
// usage: port_scanner [HOST [FIRST [LAST]]]
// page: mail.test 1 200
// also: ftp.test 1 100
// also: 127.0.0.1 7000 7020

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

/// The service that usually has a port, as /etc/services knows it.
std::string service(int port) {
  try {
    return porthole::getservbyport(port, "tcp");
  } catch (const std::exception&) {
    return "unknown";
  }
}

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "mail.test";
  const int first = argc > 2 ? std::atoi(argv[2]) : 1;
  const int last = argc > 3 ? std::atoi(argv[3]) : 200;
  constexpr std::size_t at_once = 32;
  try {
    const std::string address = porthole::gethostbyname(host);
    std::cout << host << " is " << address << "; trying ports " << first << " to " << last << '\n'
              << std::flush;
    struct Attempt {
      Socket socket;
      int port;
    };
    std::map<int, Attempt> attempts;  // by descriptor
    Poll waiting;
    int open = 0;
    for (int next = first; next <= last || !attempts.empty();) {
      while (next <= last && attempts.size() < at_once) {
        Socket s(AF_INET, SOCK_STREAM);
        s.setblocking(false);
        s.connect_ex({address, next});  // EINPROGRESS: poll tells when it is decided
        waiting.add(s, POLLOUT);
        const int fd = s.fileno();
        attempts.emplace(fd, Attempt{std::move(s), next++});
      }
      for (const auto& [fd, events] : waiting.poll(seconds(5))) {
        const auto& [socket, port] = attempts.at(fd);
        if (socket.getsockopt(SOL_SOCKET, SO_ERROR) == 0) {
          std::cout << port << " is open (" << service(port) << ")\n" << std::flush;
          ++open;
        }
        waiting.unregister(fd);
        attempts.erase(fd);
      }
    }
    std::cout << open << " of " << last - first + 1 << " ports are open\n";
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
