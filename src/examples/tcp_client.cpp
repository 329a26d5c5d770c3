// SPDX-License-Identifier: MIT
// protocol: Sockets
// title: TCP client
// title.zh: TCP 客户端
// blurb: Connect to a web server, ask for a page, and read until the server closes.
// blurb.zh: 连接一台 Web 服务器，请求一个网页，一直读到服务器关闭连接。
// usage: tcp_client [HOST [PORT]]
// page: www.test 80
// also: www.sina.com.cn 80

#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <string>

#include "socket/socket.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "www.sina.com.cn";
  const int port = argc > 2 ? std::atoi(argv[2]) : 80;
  try {
    // Create a socket: AF_INET for IPv4, SOCK_STREAM for TCP.
    Socket s(AF_INET, SOCK_STREAM);
    // Connect. The name is looked up first; then server and client shake hands.
    s.connect({host, port});
    std::cout << "Connected to " << s.getpeername() << '\n';

    // Ask for the page. Lines end in \r\n, and an empty line ends the request.
    s.sendall("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

    // Receive. TCP is a stream of bytes: recv gives what has arrived, at most 1024 bytes here, and
    // nothing at all once the server has closed its side.
    std::string data;
    for (;;) {
      const std::string piece = s.recv(1024);
      if (piece.empty()) break;
      data += piece;
    }
    s.close();

    // The first empty line parts the header from the page itself.
    const std::size_t end = data.find("\r\n\r\n");
    if (end == std::string::npos) {
      std::cout << "The answer has no header; " << data.size() << " bytes came.\n";
      return 1;
    }
    const std::string header = data.substr(0, end);
    const std::string page = data.substr(end + 4);
    std::cout << header << "\n\n";

    // Save the page. A browser would show this file.
    std::ofstream("page.html", std::ios::binary) << page;
    std::cout << "Saved " << page.size() << " bytes to page.html\n";
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
