// SPDX-License-Identifier: MIT
// protocol: Servers
// title: Time client
// title.zh: 时间客户端
// blurb: Type a line and see it come back with the time. An empty line ends.
// blurb.zh: 输入一行，看它带着时间回来。空行结束。
// usage: time_client [HOST [PORT]]
// page: 127.0.0.1 21567
// server: time_server 21567

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "127.0.0.1";
  const int port = argc > 2 ? std::atoi(argv[2]) : 21567;
  try {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    for (std::string line;;) {
      std::cout << "> " << std::flush;
      if (!std::getline(std::cin, line) || line.empty()) break;
      s.sendall(line);
      std::cout << s.recv(1024) << '\n';
    }
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
