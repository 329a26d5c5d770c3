// SPDX-License-Identifier: MIT
// protocol: Servers
// title: Many clients with poll
// title.zh: 用 poll 服务多个客户端
// blurb: The same with poll: the sockets to watch are registered once and not named at each call.
// blurb.zh: 改用 poll：要监视的套接字只登记一次，不必每次调用都列出。
// usage: poll_server [PORT]
// page: 7011
// beside: line_client 127.0.0.1 7011
// beside: line_client 127.0.0.1 7011

#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const int port = argc > 1 ? std::atoi(argv[1]) : 7011;
  try {
    Socket server = create_server({"127.0.0.1", port});
    std::cout << "Listening at " << server.getsockname() << std::endl;
    std::map<int, Socket> clients;  // by descriptor, which is how poll names them
    Poll waiting;
    waiting.add(server, POLLIN);
    for (;;) {
      for (const auto& [fd, events] : waiting.poll()) {
        if (fd == server.fileno()) {
          auto [client, address] = server.accept();
          std::cout << address << " comes: " << clients.size() + 1 << " clients" << std::endl;
          waiting.add(client, POLLIN);
          clients.emplace(client.fileno(), std::move(client));
          continue;
        }
        Socket& client = clients.at(fd);
        const std::string data = client.recv(1024);
        if (data.empty()) {
          std::cout << client.getpeername() << " goes" << std::endl;
          waiting.unregister(fd);
          clients.erase(fd);
        } else {
          client.sendall(data);
        }
      }
    }
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
