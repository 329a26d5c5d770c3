// SPDX-License-Identifier: MIT
// protocol: Gopher
// title: Gopher with a bare socket
// title.zh: 用套接字访问 Gopher
// blurb: The shortest protocol of all: send one line, and read until the host closes.
// blurb.zh: 最短的协议：发一行选择符，一直读到对方关闭连接。
// usage: gopher_socket [HOST [PORT [SELECTOR]]]
// page: gopher.test 70 /zh/poem.txt
// also: gopher.test 70 /dots.txt
// also: gopher.floodgap.com 70 /gopher/welcome

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "gopher.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : 70;
  const std::string selector = argc > 3 ? argv[3] : "/zh/poem.txt";
  try {
    Socket s(AF_INET, SOCK_STREAM);
    s.connect({host, port});
    s.sendall(selector + "\r\n");

    // A text ends with a dot alone on a line; a line that begins with a dot comes with two. An empty line is
    // the end of the connection: even an empty line of the text has its \r\n.
    File answer = s.makefile("rb");
    for (std::string line = answer.readline(); !line.empty() && line != ".\r\n"; line = answer.readline()) {
      while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
      std::cout << line.substr(line.starts_with("..") ? 1 : 0) << '\n';
    }
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
