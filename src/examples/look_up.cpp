// SPDX-License-Identifier: MIT
// protocol: Sockets
// title: Names and addresses
// title.zh: 域名与地址
// blurb: Which addresses does a name stand for, and which name has an address? getaddrinfo and getnameinfo.
// blurb.zh: 一个域名对应哪些 IP 地址，一个地址又叫什么名字？getaddrinfo 与 getnameinfo。
// usage: look_up [NAME...]
// page: www.test echo.test no-such-host.test
// also: www.sina.com.cn www.python.org

#include <iostream>
#include <string>
#include <vector>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  std::vector<std::string> names(argv + 1, argv + argc);
  if (names.empty()) names = {"www.sina.com.cn"};
  for (const std::string& name : names) {
    std::cout << name << '\n';
    try {
      // One name may have several addresses, of IPv4 and of IPv6: a client tries them in this order.
      for (const AddressInfo& info : getaddrinfo(name, "http", AF_UNSPEC, SOCK_STREAM)) {
        std::cout << (info.family == AF_INET6 ? "  IPv6 " : "  IPv4 ") << info.address.host();
        // The way back is asked for separately, and many addresses have no name: then the number comes back.
        const auto [host, service] = getnameinfo(info.address);
        std::cout << "  is " << host << ", port " << info.address.port() << " is " << service << '\n';
      }
    } catch (const error& problem) {
      std::cout << "  " << problem.what() << '\n';
    }
  }
}
