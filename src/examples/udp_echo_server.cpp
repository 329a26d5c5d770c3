// SPDX-License-Identifier: MIT
// protocol: Servers
// title: UDP echo server
// title.zh: UDP 回声服务器
// blurb: One socket for all clients: recvfrom tells who sent a datagram, and sendto answers it.
// blurb.zh: 一个套接字服务所有客户端：recvfrom 得知数据报来自谁，sendto 发回去。
// usage: udp_echo_server [PORT]
// page: 7007
// beside: udp_echo_client 127.0.0.1 7007 5

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const int port = argc > 1 ? std::atoi(argv[1]) : 7007;
  try {
    // No listen and no accept: datagrams come from anyone, each with its sender's address.
    Socket server(AF_INET, SOCK_DGRAM);
    server.bind({"127.0.0.1", port});
    std::cout << "Waiting for datagrams at " << server.getsockname() << std::endl;
    for (;;) {
      const auto [data, address] = server.recvfrom(2048);
      std::cout << address << ": " << data << std::endl;
      server.sendto(data, address);
    }
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
