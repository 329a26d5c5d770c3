// SPDX-License-Identifier: MIT
// protocol: Sockets
// title: Talk line by line
// title.zh: 逐行对话
// blurb: What you type goes to the host, what it says appears here; poll waits for both. Ctrl-D ends.
// blurb.zh: 您输入的发给主机，主机的回答显示在这里，poll 同时等待两边。按 Ctrl-D 结束。
// usage: line_client [HOST [PORT]]
// page: echo.test 7
// also: www.test 80

#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "echo.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 7;
  try {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    std::cout << "Connected to " << s.getpeername() << ". Type a line; Ctrl-D ends.\n" << std::flush;

    // Reading the keyboard would wait while the host speaks, and reading the host would wait while you type.
    // poll waits for whichever is ready first.
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
            // Ctrl-D: nothing more to send. The host learns it, and may still answer (half-close).
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
    std::cout << "The host has closed the connection.\n";
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
