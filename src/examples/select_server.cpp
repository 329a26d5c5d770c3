// SPDX-License-Identifier: MIT
// protocol: Servers
// title: Many clients with select
// title.zh: 用 select 服务多个客户端
// blurb: One thread, many clients: select tells which sockets have something to read. Run both clients.
// blurb.zh: 一个线程，多个客户端：select 告知哪些套接字可读。请运行两个客户端。
// usage: select_server [PORT]
// page: 7010
// beside: line_client 127.0.0.1 7010
// beside: line_client 127.0.0.1 7010

#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const int port = argc > 1 ? std::atoi(argv[1]) : 7010;
  try {
    Socket server = create_server({"127.0.0.1", port});
    std::cout << "Listening at " << server.getsockname() << std::endl;
    std::map<int, Socket> clients;  // by descriptor
    for (;;) {
      std::vector<Selectable> watched{server};
      for (const auto& [fd, client] : clients) watched.emplace_back(client);
      // Waits until at least one of them can be read without waiting.
      const auto readable = select(watched).readable;
      for (const int fd : readable) {
        if (fd == server.fileno()) {
          auto [client, address] = server.accept();
          std::cout << address << " comes: " << clients.size() + 1 << " clients" << std::endl;
          clients.emplace(client.fileno(), std::move(client));
          continue;
        }
        Socket& client = clients.at(fd);
        const std::string data = client.recv(1024);
        if (data.empty()) {
          std::cout << client.getpeername() << " goes" << std::endl;
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
