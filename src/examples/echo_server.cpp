// SPDX-License-Identifier: MIT
// protocol: Servers
// title: Echo server
// title.zh: 回声服务器
// blurb: bind, listen, accept: a server that gives back what it is sent. Run it, then its client beside it.
// blurb.zh: bind、listen、accept：收到什么就发回什么的服务器。先运行它，再运行旁边的客户端。
// usage: echo_server [PORT]
// page: 7007
// beside: echo_client 127.0.0.1 7007 hello 你好

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const int port = argc > 1 ? std::atoi(argv[1]) : 7007;
  try {
    Socket server(AF_INET, SOCK_STREAM);
    // Without this a port that was used a moment ago is not given out again.
    server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
    server.bind({"127.0.0.1", port});
    // From now on clients can connect: they wait in a queue until accept takes them.
    server.listen(5);
    std::cout << "Listening at " << server.getsockname() << std::endl;
    for (;;) {
      // A new socket for each client; the first one goes on listening.
      auto [client, address] = server.accept();
      std::cout << "A client comes from " << address << std::endl;
      for (;;) {
        const std::string data = client.recv(1024);
        if (data.empty()) break;  // the client sends no more
        std::cout << data.size() << " bytes: " << data << std::endl;
        client.sendall(data);
      }
      std::cout << "The client has gone" << std::endl;
    }
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
