// SPDX-License-Identifier: MIT
// protocol: Servers
// title: Proxy
// title.zh: 代理
// blurb: Stands between two programs: what either sends goes on to the other, and is counted.
// blurb.zh: 站在两个程序之间：任何一方发的都转给另一方，并计数。
// usage: tcp_proxy [PORT [HOST [TARGET]]]
// page: 7013 127.0.0.1 7007
// also: 7013 www.test 80
// server: echo_server 7007
// beside: echo_client 127.0.0.1 7013 hello

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

/// Hands on what `from` sends to `to`; false once `from` sends no more, which `to` is told.
bool hand_on(Socket& from, Socket& to, std::size_t& count) {
  const std::string data = from.recv(4096);
  if (data.empty()) {
    to.shutdown(SHUT_WR);
    return false;
  }
  to.sendall(data);
  count += data.size();
  return true;
}

int main(int argc, char** argv) {
  const int port = argc > 1 ? std::atoi(argv[1]) : 7013;
  const std::string host = argc > 2 ? argv[2] : "127.0.0.1";
  const int target = argc > 3 ? std::atoi(argv[3]) : 7007;
  try {
    Socket server = create_server({"127.0.0.1", port});
    std::cout << "Listening at " << server.getsockname() << " for " << host << ':' << target << std::endl;
    for (;;) {
      auto [client, address] = server.accept();
      Socket host_side(AF_INET, SOCK_STREAM);
      host_side.connect({host, target});
      std::cout << address << " is connected to " << host_side.getpeername() << std::endl;
      std::size_t up = 0;
      std::size_t down = 0;
      Poll both;
      both.add(client, POLLIN);
      both.add(host_side, POLLIN);
      for (int open = 2; open > 0;) {
        for (const auto& [fd, events] : both.poll()) {
          const bool from_client = fd == client.fileno();
          const bool more = from_client ? hand_on(client, host_side, up) : hand_on(host_side, client, down);
          if (more) continue;
          both.unregister(fd);
          --open;
        }
      }
      std::cout << up << " bytes there, " << down << " bytes back" << std::endl;
    }
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
