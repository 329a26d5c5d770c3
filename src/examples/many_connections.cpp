// SPDX-License-Identifier: MIT
// protocol: Sockets
// title: Several connections at once
// title.zh: 同时使用多个连接
// blurb: Five slow answers take as long as one: poll watches all sockets, and each is read when it is ready.
// blurb.zh: 五个慢应答合起来只用一个的时间：poll 看着所有套接字，谁准备好就读谁。
// usage: many_connections [HOST [PORT [COUNT]]]
// page: www.test 80 5

#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "www.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 80;
  const int count = argc > 3 ? std::atoi(argv[3]) : 5;
  try {
    const auto start = std::chrono::steady_clock::now();
    std::map<int, Socket> sockets;  // by descriptor, which is how poll names them
    Poll waiting;
    for (int i = 0; i < count; ++i) {
      Socket s(AF_INET, SOCK_STREAM);
      s.connect({host, port});
      // The host takes 1.2 seconds for these four lines, on each connection.
      s.sendall("GET /slow?n=4&ms=400 HTTP/1.0\r\nHost: " + host + "\r\n\r\n");
      waiting.add(s, POLLIN);
      sockets.emplace(s.fileno(), std::move(s));
    }
    std::cout << count << " connections to " << host << " are open.\n" << std::flush;

    std::size_t bytes = 0;
    while (!sockets.empty()) {
      for (const auto& [fd, events] : waiting.poll()) {
        const std::string piece = sockets.at(fd).recv(4096);
        bytes += piece.size();
        if (piece.empty()) {  // this host has finished
          waiting.unregister(fd);
          sockets.erase(fd);
          std::cout << count - static_cast<int>(sockets.size()) << " of " << count << " have finished\n"
                    << std::flush;
        }
      }
    }

    std::cout << bytes << " bytes came.\n";
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::cout << "One after the other: " << 1.2 * count << " s or more. All at once: " << took.count()
              << " s.\n";
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
