// SPDX-License-Identifier: MIT
// Sends a line to a host, prints the answer, and then fetches a page from another.
#include <iostream>
#include <string>

#include "protocols/http.hpp"
#include "socket/socket.hpp"

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string host = argv[1];
  try {
    auto connection = porthole::create_connection({host, std::stoi(argv[2])}, 10.0);
    connection.sendall("hello\n");
    std::cout << connection.recv(100);
    porthole::http::HTTPConnection web(host, std::stoi(argv[3]), porthole::seconds(10));
    web.request("GET", "/");
    std::cout << web.getresponse().read();
  } catch (const std::exception& problem) {
    std::cerr << "greet: " << problem.what() << '\n';
    return 1;
  }
}
