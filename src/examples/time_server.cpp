// SPDX-License-Identifier: MIT
// protocol: Servers
// title: Time server
// title.zh: 时间服务器
// blurb: Puts the time before each line that a client sends, and sends it back: one client after the other.
// blurb.zh: 在客户端发来的每一行前加上时间再发回去，一次服务一个客户端。
// usage: time_server [PORT]
// page: 21567
// beside: time_client 127.0.0.1 21567

#include <cstdlib>
#include <ctime>
#include <exception>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

/// The time as C's ctime writes it, without its end of line.
std::string now() {
  const std::time_t time = std::time(nullptr);
  std::string text = std::ctime(&time);
  text.pop_back();
  return text;
}

int main(int argc, char** argv) {
  const int port = argc > 1 ? std::atoi(argv[1]) : 21567;
  try {
    Socket server(AF_INET, SOCK_STREAM);
    server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
    server.bind({"", port});  // "" is every address of this host
    server.listen(5);
    for (;;) {
      std::cout << "Waiting for a client at port " << port << std::endl;
      auto [client, address] = server.accept();
      std::cout << "Connected from " << address << std::endl;
      for (std::string data; !(data = client.recv(1024)).empty();) client.sendall("[" + now() + "] " + data);
    }
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
