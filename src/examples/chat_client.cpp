// SPDX-License-Identifier: MIT
// protocol: Servers
// title: Chat client
// title.zh: 聊天客户端
// blurb: Say something to everyone in the chat, and hear what they say. Ctrl-D leaves.
// blurb.zh: 对聊天室里的所有人说话，也听他们说。按 Ctrl-D 离开。
// usage: chat_client [HOST [PORT [NAME]]]
// page: 127.0.0.1 7012 Ann
// server: chat_server 7012

#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "127.0.0.1";
  const int port = argc > 2 ? std::atoi(argv[2]) : 7012;
  const std::string name = argc > 3 ? argv[3] : "Ann";
  try {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    s.sendall(name + "\n");
    std::cout << "You are " << name << ". Type a line; Ctrl-D leaves.\n" << std::flush;
    Poll both;
    both.add(STDIN_FILENO, POLLIN);
    both.add(s, POLLIN);
    for (bool open = true; open;) {
      for (const auto& [fd, events] : both.poll()) {
        if (fd == STDIN_FILENO) {
          char typed[1024];
          const ssize_t count = read(STDIN_FILENO, typed, sizeof typed);
          if (count > 0) {
            s.sendall(std::string_view(typed, static_cast<std::size_t>(count)));
          } else {
            s.shutdown(SHUT_WR);
            both.unregister(STDIN_FILENO);
          }
        } else {
          const std::string said = s.recv(1024);
          std::cout << said << std::flush;
          open = !said.empty();
        }
      }
    }
    std::cout << "You have left.\n";
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
